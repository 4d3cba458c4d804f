package dev.netproof.diff;

/** How a difference is told. */
public enum DiffFormat {
    /** For a terminal: lines of text. */
    TABLE,
    /** For a pull request comment or a message. */
    MARKDOWN,
    /** For scripts. */
    JSON;

    /** All of it, ended by a line feed. Text and Markdown are empty if nothing changed and nothing fails. */
    public String write(Diff diff) {
        return switch (this) {
            case TABLE -> DiffTable.of(diff);
            case MARKDOWN -> DiffMarkdown.of(diff);
            case JSON -> DiffJson.of(diff);
        };
    }
}
