package dev.netproof.diff;

import dev.netproof.reports.Legible;

/** A line for each edge, and what was seen of it. */
final class DiffTable {
    private static final int MOST_NAME = 60;
    private static final int MOST_WORDS = 200;

    private DiffTable() {}

    static String of(Diff diff) {
        if (Words.silent(diff)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append(Legible.line(diff.before().id(), MOST_NAME)).append(" → ")
                .append(Legible.line(diff.now().id(), MOST_NAME)).append(": ").append(Words.counts(diff)).append('\n');
        diff.remarks().forEach(remark -> text.append(remark).append('\n'));
        EdgeChange.Kind kind = null;
        for (EdgeChange change : diff.changes()) {
            if (change.kind() != kind) {
                kind = change.kind();
                text.append('\n').append(Words.words(kind)).append('\n');
            }
            text.append("  %-32s %-40s %s\n".formatted(
                    Legible.line(change.matrix() + "/" + change.id(), MOST_NAME),
                    Legible.line(change.path(), MOST_NAME), Words.turn(change)));
            detail(text, change);
        }
        return text.toString();
    }

    private static void detail(StringBuilder text, EdgeChange change) {
        if (!change.summary().isBlank()) {
            text.append("      ").append(Legible.line(change.summary(), MOST_WORDS)).append('\n');
        }
        if (!change.owner().isBlank()) {
            text.append("      owner ").append(Legible.line(change.owner(), MOST_NAME)).append('\n');
        }
        if (change.flaps()) {
            text.append("      flapping: ").append(Words.history(change)).append('\n');
        }
    }
}
