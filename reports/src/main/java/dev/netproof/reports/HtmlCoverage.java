package dev.netproof.reports;

import java.util.List;
import java.util.Locale;

import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.PolicyMutant;
import dev.netproof.evidence.SuggestedEdge;

/** Which mistakes in the policies no edge would notice, as a heading of {@code report.html} that can be opened. */
final class HtmlCoverage {
    private static final int MOST_MUTANTS = 200;
    private static final int MOST_NAME = 300;
    private static final int MOST_WORDS = 1_000;
    private static final int MOST_YAML = 2_000;

    private HtmlCoverage() {}

    static String section(PolicyCoverage coverage) {
        List<PolicyMutant> unnoticed = coverage.mutants()
                .stream()
                .filter(mutant -> mutant.result() == PolicyMutant.Result.UNNOTICED)
                .toList();
        StringBuilder text = new StringBuilder(
                "<details class=\"matrices coverage\"><summary>Coverage of the policies: ")
                .append(String.format(Locale.ROOT, "%.1f", coverage.percent()))
                .append(" %, ")
                .append(unnoticed.isEmpty()
                        ? "no mistake would go unnoticed"
                        : unnoticed.size() + (unnoticed.size() == 1 ? " mistake" : " mistakes") + " of "
                                + (coverage.noticed() + coverage.unnoticed()) + " would go unnoticed")
                .append("</summary>\n");
        if (!unnoticed.isEmpty()) {
            text.append(
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Coverage of the policies\"><table>"
                            + "<thead><tr><th scope=\"col\">No edge would notice</th><th scope=\"col\">An edge that would</th>"
                            + "</tr></thead><tbody>\n");
            unnoticed.stream().limit(MOST_MUTANTS).forEach(mutant -> text.append(row(mutant)));
            text.append("</tbody></table></div>\n");
        }
        if (unnoticed.size() > MOST_MUTANTS) {
            text.append("<p>… and ").append(unnoticed.size() - MOST_MUTANTS).append(" more, in the evidence.</p>\n");
        }
        return text.append("</details>").toString();
    }

    private static String row(PolicyMutant mutant) {
        SuggestedEdge edge = mutant.suggestion();
        return "<tr><th scope=\"row\">" + HtmlText.line(mutant.id(), MOST_NAME) + "</th><td>"
                + (edge == null
                        ? ""
                        : "<pre>" + HtmlText.escaped(Legible.text(edge.yaml(), MOST_YAML)) + "</pre>"
                                + HtmlText.line(edge.remark(), MOST_WORDS))
                + "</td></tr>\n";
    }
}
