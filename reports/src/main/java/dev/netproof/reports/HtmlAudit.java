package dev.netproof.reports;

import static dev.netproof.reports.Html.NEW_LINE;
import static dev.netproof.reports.Html.NONE;
import static dev.netproof.reports.Html.element;
import static dev.netproof.reports.Html.small;
import static dev.netproof.reports.Html.text;

import java.util.List;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.reports.Html.Attributes;

/** What an audit of the policies found, as a heading of {@code report.html} that can be opened. */
final class HtmlAudit {
    private static final int MOST_FINDINGS = 500;
    private static final int MOST_NAME = 200;
    private static final int MOST_WORDS = 1_000;

    private HtmlAudit() {}

    static Html section(List<AuditFinding> findings) {
        long standing = findings.stream().filter(AuditFinding::stands).count();
        return element("details", Attributes.of("class", "matrices audit"),
                element("summary", text("Audit of the policies: "
                        + (standing == 0 ? "nothing" : standing + (standing == 1 ? " finding" : " findings"))
                        + (standing == findings.size() ? "" : ", " + (findings.size() - standing) + " accepted"))),
                NEW_LINE,
                findings.isEmpty()
                        ? NONE
                        : Html.scrollingTable("Audit of the policies", List.of("Severity", "Where", "What", "Advice"),
                                findings.stream().limit(MOST_FINDINGS).map(HtmlAudit::row)),
                findings.size() > MOST_FINDINGS
                        ? Html.of(element("p",
                                text("… and " + (findings.size() - MOST_FINDINGS) + " more, in the evidence.")),
                                NEW_LINE)
                        : NONE);
    }

    private static Html row(AuditFinding finding) {
        AuditFinding.Suppression accepted = finding.suppression();
        return Html.row(text(accepted == null ? Story.word(finding.severity()) : "accepted"),
                Html.of(name(finding.object()), small(name(finding.part()))),
                Html.of(line(finding.message()), small(name(finding.rule()))),
                line(accepted == null
                        ? finding.advice()
                        : "Accepted until " + accepted.until() + ": " + accepted.reason()));
    }

    private static Html name(String text) {
        return Html.line(text, MOST_NAME);
    }

    private static Html line(String text) {
        return Html.line(text, MOST_WORDS);
    }
}
