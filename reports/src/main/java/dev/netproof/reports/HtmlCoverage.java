package dev.netproof.reports;

import static dev.netproof.reports.Html.NEW_LINE;
import static dev.netproof.reports.Html.NONE;
import static dev.netproof.reports.Html.element;
import static dev.netproof.reports.Html.text;

import java.util.List;
import java.util.Locale;

import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.PolicyMutant;
import dev.netproof.evidence.SuggestedEdge;
import dev.netproof.reports.Html.Attributes;

/** Which mistakes in the policies no edge would notice, as a heading of {@code report.html} that can be opened. */
final class HtmlCoverage {
    private static final int MOST_MUTANTS = 200;
    private static final int MOST_NAME = 300;
    private static final int MOST_WORDS = 1_000;
    private static final int MOST_YAML = 2_000;

    private HtmlCoverage() {}

    static Html section(PolicyCoverage coverage) {
        List<PolicyMutant> unnoticed = coverage.mutants()
                .stream()
                .filter(mutant -> mutant.result() == PolicyMutant.Result.UNNOTICED)
                .toList();
        return element("details", Attributes.of("class", "matrices coverage"),
                element("summary", text("Coverage of the policies: "
                        + String.format(Locale.ROOT, "%.1f", coverage.percent()) + " %, "
                        + (unnoticed.isEmpty()
                                ? "no mistake would go unnoticed"
                                : unnoticed.size() + (unnoticed.size() == 1 ? " mistake" : " mistakes") + " of "
                                        + (coverage.noticed() + coverage.unnoticed()) + " would go unnoticed"))),
                NEW_LINE,
                unnoticed.isEmpty()
                        ? NONE
                        : Html.scrollingTable("Coverage of the policies",
                                List.of("No edge would notice", "An edge that would"),
                                unnoticed.stream().limit(MOST_MUTANTS).map(HtmlCoverage::row)),
                unnoticed.size() > MOST_MUTANTS
                        ? Html.of(element("p",
                                text("… and " + (unnoticed.size() - MOST_MUTANTS) + " more, in the evidence.")),
                                NEW_LINE)
                        : NONE);
    }

    private static Html row(PolicyMutant mutant) {
        SuggestedEdge edge = mutant.suggestion();
        return Html.row(Html.line(mutant.id(), MOST_NAME),
                edge == null
                        ? NONE
                        : Html.of(element("pre", Html.lines(edge.yaml(), MOST_YAML)),
                                Html.line(edge.remark(), MOST_WORDS)));
    }
}
