package dev.netproof.reports;

import java.util.List;

import dev.netproof.evidence.AuditFinding;

/** What an audit of the policies found, as a heading of {@code report.html} that can be opened. */
final class HtmlAudit {
    private static final int MOST_FINDINGS = 500;
    private static final int MOST_NAME = 200;
    private static final int MOST_WORDS = 1_000;

    private HtmlAudit() {}

    static String section(List<AuditFinding> findings) {
        long standing = findings.stream().filter(AuditFinding::stands).count();
        StringBuilder text = new StringBuilder("<details class=\"matrices audit\"><summary>Audit of the policies: ")
                .append(standing == 0 ? "nothing" : standing + (standing == 1 ? " finding" : " findings"))
                .append(standing == findings.size() ? "" : ", " + (findings.size() - standing) + " accepted")
                .append("</summary>\n");
        if (!findings.isEmpty()) {
            text.append(
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Audit of the policies\"><table>"
                            + "<thead><tr><th scope=\"col\">Severity</th><th scope=\"col\">Where</th><th scope=\"col\">What</th>"
                            + "<th scope=\"col\">Advice</th></tr></thead><tbody>\n");
            findings.stream().limit(MOST_FINDINGS).forEach(finding -> text.append(row(finding)));
            text.append("</tbody></table></div>\n");
        }
        if (findings.size() > MOST_FINDINGS) {
            text.append("<p>… and ").append(findings.size() - MOST_FINDINGS).append(" more, in the evidence.</p>\n");
        }
        return text.append("</details>").toString();
    }

    private static String row(AuditFinding finding) {
        AuditFinding.Suppression accepted = finding.suppression();
        return "<tr><th scope=\"row\">" + (accepted == null ? Story.word(finding.severity()) : "accepted") + "</th><td>"
                + name(finding.object()) + "<small>" + name(finding.part()) + "</small></td><td>"
                + line(finding.message()) + "<small>" + name(finding.rule()) + "</small></td><td>"
                + line(accepted == null
                        ? finding.advice()
                        : "Accepted until " + accepted.until() + ": " + accepted.reason())
                + "</td></tr>\n";
    }

    private static String name(String text) {
        return HtmlText.line(text, MOST_NAME);
    }

    private static String line(String text) {
        return HtmlText.line(text, MOST_WORDS);
    }
}
