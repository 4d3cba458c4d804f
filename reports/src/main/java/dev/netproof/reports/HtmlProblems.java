package dev.netproof.reports;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Severity;

/** The table of what is not as agreed: what is left of the page on paper and without its script. */
final class HtmlProblems {
    private static final int MOST_ROWS = 500;
    private static final int MOST_NAME = 120;
    private static final int MOST_WORDS = 400;

    private final Map<Kind, Map<Severity, List<String>>> rows = new EnumMap<>(Kind.class);
    private int count;

    /** In the order of the table. */
    private enum Kind {
        VIOLATED("Not as agreed", "✕"), INCONCLUSIVE("Not proven", "?"), WATCHED("Only watched", "○");

        private final String words;
        private final String mark;

        Kind(String words, String mark) {
            this.words = words;
            this.mark = mark;
        }
    }

    void add(EdgeEvidence edge) {
        Kind kind = switch (edge.verdict().result()) {
            case CONFORMS -> null;
            case VIOLATED -> edge.enforced() ? Kind.VIOLATED : Kind.WATCHED;
            case INCONCLUSIVE -> edge.enforced() ? Kind.INCONCLUSIVE : Kind.WATCHED;
        };
        if (kind == null) {
            return;
        }
        count++;
        List<String> same = rows.computeIfAbsent(kind, any -> new EnumMap<>(Severity.class))
                .computeIfAbsent(edge.severity(), any -> new ArrayList<>());
        if (same.size() < MOST_ROWS) {
            same.add(row(kind, edge));
        }
    }

    /** Empty when there is nothing to tell. */
    String table() {
        if (count == 0) {
            return "";
        }
        StringBuilder table = new StringBuilder(
                "<table><thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Edge</th>"
                        + "<th scope=\"col\">Agreed</th><th scope=\"col\">Seen, and what to do next</th>"
                        + "<th scope=\"col\">Owner</th></tr></thead><tbody>\n");
        List<String> heaviest = rows.values().stream()
                .flatMap(bySeverity -> bySeverity.values().stream())
                .flatMap(List::stream)
                .limit(MOST_ROWS)
                .toList();
        heaviest.forEach(table::append);
        table.append("</tbody></table>\n");
        if (heaviest.size() < count) {
            table.append("<p>… and ").append(count - heaviest.size()).append(" more, in the evidence.</p>\n");
        }
        return table.toString();
    }

    private static String row(Kind kind, EdgeEvidence edge) {
        Optional<Finding> finding = Story.deciding(edge);
        String owner = edge.governance().owner();
        return "<tr><td>" + kind.mark + " " + kind.words + "</td><th scope=\"row\">" + line(edge.id(), MOST_NAME)
                + "<small>" + line(edge.matrix(), MOST_NAME) + ", " + line(edge.position().toString(), MOST_WORDS)
                + "</small></th><td>" + line(Story.expectation(edge), MOST_WORDS) + because(edge) + "</td><td>"
                + finding.map(found -> "<code>" + found.id().id() + "</code> " + line(found.message(), MOST_WORDS)
                        + "<small>" + line(found.advice(), MOST_WORDS) + "</small>")
                        .orElse(line(edge.verdict().summary(), MOST_WORDS))
                + "</td><td>" + (owner == null ? "nobody" : line(owner, MOST_NAME)) + "<small>"
                + Story.word(edge.severity()) + "</small></td></tr>\n";
    }

    private static String because(EdgeEvidence edge) {
        String because = edge.governance().because();
        return because == null ? "" : "<small>" + line(because, MOST_WORDS) + "</small>";
    }

    private static String line(String text, int most) {
        return HtmlText.line(text, most);
    }
}
