package dev.netproof.reports.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.netproof.reports.Markdown;

/** A page that fits a pull request comment: as many rows as fit, and how many more there are. */
final class DiffMarkdown {
    static final int MOST_BYTES = 60_000;
    private static final int ROOM_FOR_REST = 200;
    private static final int MOST_NAME = 120;
    private static final int MOST_WORDS = 300;

    private DiffMarkdown() {}

    static String of(Diff diff) {
        if (Words.silent(diff)) {
            return "";
        }
        StringBuilder page = new StringBuilder("<!-- netproof diff -->\n## " + headline(diff) + "\n\n");
        page.append(Markdown.escaped(diff.before().id(), MOST_NAME)).append(" → ")
                .append(Markdown.escaped(diff.now().id(), MOST_NAME)).append(": ").append(Words.counts(diff))
                .append(".\n\n");
        diff.remarks().forEach(remark -> page.append("> ").append(Markdown.escaped(remark)).append("\n\n"));
        if (!diff.changes().isEmpty()) {
            rows(page, diff);
        }
        return page.toString();
    }

    private static void rows(StringBuilder page, Diff diff) {
        page.append("| what | edge | agreed and seen | now | owner |\n|---|---|---|---|---|\n");
        int left = MOST_BYTES - ROOM_FOR_REST - page.toString().getBytes(UTF_8).length;
        int shown = 0;
        for (EdgeChange change : diff.changes()) {
            String row = row(change);
            left -= row.getBytes(UTF_8).length;
            if (left < 0) {
                break;
            }
            page.append(row);
            shown++;
        }
        if (shown < diff.changes().size()) {
            page.append("\n… and ").append(diff.changes().size() - shown).append(" more.\n");
        }
    }

    private static String headline(Diff diff) {
        long news = diff.changes().stream().filter(change -> change.kind().news()).count();
        if (news == 0) {
            return diff.now().complete() ? "netproof: nothing changed" : "❔ netproof: the run is not complete";
        }
        return (diff.count(EdgeChange.Kind.OPENED) > 0 ? "🔓 " : "") + "netproof: " + news
                + (news == 1 ? " edge changed" : " edges changed");
    }

    private static String row(EdgeChange change) {
        String flapping = change.flaps() ? "<br>flapping: " + Words.history(change) : "";
        return "| " + String.join(" | ", "**" + Words.words(change.kind()) + "**",
                Markdown.escaped(change.id(), MOST_NAME) + "<br>" + Markdown.escaped(change.matrix(), MOST_NAME) + ": "
                        + Markdown.escaped(change.path(), MOST_NAME),
                Words.turn(change) + flapping, Markdown.escaped(change.summary(), MOST_WORDS),
                Markdown.escaped(change.owner(), MOST_NAME)) + " |\n";
    }
}
