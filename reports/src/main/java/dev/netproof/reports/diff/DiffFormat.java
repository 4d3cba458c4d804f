package dev.netproof.reports.diff;

import java.io.IOException;
import java.io.Writer;

import dev.netproof.reports.HtmlChanges;

/** How a difference is told. */
public enum DiffFormat {
    /** For a terminal: lines of text. */
    TABLE,
    /** For a pull request comment or a message. */
    MARKDOWN,
    /** For a browser: a page of its own. */
    HTML,
    /** For scripts. */
    JSON;

    /**
     * Writes all of it, ended by a line feed, and does not close {@code out}. Text and Markdown are empty if nothing
     * changed and nothing fails.
     */
    public void write(Diff diff, Writer out) throws IOException {
        switch (this) {
            case TABLE -> DiffTable.write(diff, out);
            case MARKDOWN -> out.write(DiffMarkdown.of(diff));
            case HTML -> out.write(HtmlChanges.page(ComparingSink.changes(diff), diff.now().id()));
            case JSON -> DiffJson.write(diff, out);
        }
        out.flush();
    }
}
