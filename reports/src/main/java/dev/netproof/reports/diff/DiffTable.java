package dev.netproof.reports.diff;

import java.io.IOException;
import java.io.Writer;

import dev.netproof.reports.Legible;

/** A line for each edge, and what was seen of it. */
final class DiffTable {
    private static final int MOST_NAME = 60;
    private static final int MOST_WORDS = 200;

    private DiffTable() {}

    static void write(Diff diff, Writer out) throws IOException {
        if (Words.silent(diff)) {
            return;
        }
        out.write(Legible.line(diff.before().id(), MOST_NAME) + " → " + Legible.line(diff.now().id(), MOST_NAME) + ": "
                + Words.counts(diff) + "\n");
        for (String remark : diff.remarks()) {
            out.write(remark + "\n");
        }
        EdgeChange.Kind kind = null;
        for (EdgeChange change : diff.changes()) {
            if (change.kind() != kind) {
                kind = change.kind();
                out.write("\n" + Words.words(kind) + "\n");
            }
            out.write(lines(change));
        }
    }

    private static String lines(EdgeChange change) {
        StringBuilder lines = new StringBuilder("  %-32s %-40s %s\n".formatted(
                Legible.line(change.matrix() + "/" + change.id(), MOST_NAME), Legible.line(change.path(), MOST_NAME),
                Words.turn(change)));
        if (!change.summary().isBlank()) {
            lines.append("      ").append(Legible.line(change.summary(), MOST_WORDS)).append('\n');
        }
        if (!change.owner().isBlank()) {
            lines.append("      owner ").append(Legible.line(change.owner(), MOST_NAME)).append('\n');
        }
        if (change.flaps()) {
            lines.append("      flapping: ").append(Words.history(change)).append('\n');
        }
        return lines.toString();
    }
}
