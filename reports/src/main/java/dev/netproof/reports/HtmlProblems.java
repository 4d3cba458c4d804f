package dev.netproof.reports;

import static dev.netproof.reports.Html.NEW_LINE;
import static dev.netproof.reports.Html.NONE;
import static dev.netproof.reports.Html.element;
import static dev.netproof.reports.Html.small;
import static dev.netproof.reports.Html.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.text.Wording;
import dev.netproof.reports.Html.Attributes;

/** The table of what is not as expected: what is left of the page on paper and without its script. */
final class HtmlProblems {
    private static final int MOST_ROWS = 500;
    private static final int MOST_NAME = 120;
    private static final int MOST_WORDS = 400;

    private final Wording wording;
    private final Map<Kind, Map<Severity, List<Html>>> rows = new EnumMap<>(Kind.class);
    private int count;

    /** In the order of the table. */
    private enum Kind {
        VIOLATED("Not as expected", "✕"), INCONCLUSIVE("Not proven", "?"), WATCHED("Only watched", "○");

        private final String words;
        private final String mark;

        Kind(String words, String mark) {
            this.words = words;
            this.mark = mark;
        }
    }

    HtmlProblems(Wording wording) {
        this.wording = wording;
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
        List<Html> same = rows.computeIfAbsent(kind, any -> new EnumMap<>(Severity.class))
                .computeIfAbsent(edge.severity(), any -> new ArrayList<>());
        if (same.size() < MOST_ROWS) {
            same.add(row(kind, edge));
        }
    }

    /** Nothing when there is nothing to tell. */
    Html table() {
        if (count == 0) {
            return NONE;
        }
        List<Html> heaviest = rows.values().stream()
                .flatMap(bySeverity -> bySeverity.values().stream())
                .flatMap(List::stream)
                .limit(MOST_ROWS)
                .toList();
        return Html.of(
                Html.table(List.of("Verdict", "Edge", "Agreed", "Seen, and what to do next", "Owner"),
                        heaviest.stream()),
                NEW_LINE,
                heaviest.size() < count
                        ? Html.of(element("p", text("… and " + (count - heaviest.size()) + " more, in the evidence.")),
                                NEW_LINE)
                        : NONE);
    }

    /** Whether there is nothing to tell. */
    boolean isEmpty() {
        return count == 0;
    }

    private Html row(Kind kind, EdgeEvidence edge) {
        String owner = edge.governance().owner();
        return Html.of(element("tr", element("td", text(kind.mark + " " + kind.words)),
                element("th", Attributes.of("scope", "row"), line(edge.id(), MOST_NAME),
                        small(line(edge.matrix(), MOST_NAME), text(", "),
                                line(edge.position().toString(), MOST_WORDS))),
                element("td", line(Story.expectation(edge), MOST_WORDS), because(edge)),
                element("td", Story.deciding(edge).map(this::finding)
                        .orElseGet(() -> line(edge.verdict().summary(), MOST_WORDS))),
                element("td", owner == null ? text("nobody") : line(owner, MOST_NAME),
                        small(text(Story.word(edge.severity()))))),
                NEW_LINE);
    }

    private Html finding(Finding found) {
        return Html.of(element("code", text(found.id().id())), text(" "), line(wording.message(found), MOST_WORDS),
                small(line(wording.advice(found), MOST_WORDS)));
    }

    private static Html because(EdgeEvidence edge) {
        String because = edge.governance().because();
        return because == null ? NONE : small(line(because, MOST_WORDS));
    }

    private static Html line(String text, int most) {
        return Html.line(text, most);
    }
}
