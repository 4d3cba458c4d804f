package dev.netproof.reports;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;

/** Findings below their rule, each advice once. */
final class AuditTable {

    private AuditTable() {}

    static void write(AuditReport report, Writer out) throws IOException {
        for (Severity severity : Severity.values()) {
            for (AuditRuleText rule : report.rules()) {
                List<AuditFinding> findings = report.findings().stream().filter(AuditFinding::stands)
                        .filter(finding -> finding.severity() == severity && finding.rule().equals(rule.id())).toList();
                if (!findings.isEmpty()) {
                    rule(severity, rule, findings, out);
                }
            }
        }
        List<AuditFinding> accepted = report.findings().stream().filter(finding -> !finding.stands()).toList();
        if (!accepted.isEmpty()) {
            out.write("accepted\n");
            for (AuditFinding finding : accepted) {
                accepted(finding, out);
            }
            out.write('\n');
        }
        out.write(summary(report, accepted.size()) + "\n");
    }

    private static void rule(Severity severity, AuditRuleText rule, List<AuditFinding> findings, Writer out)
            throws IOException {
        out.write(Story.word(severity) + "  " + rule.id() + ": " + rule.title() + "\n");
        for (AuditFinding finding : findings) {
            out.write("  " + Legible.line(AuditReport.place(finding))
                    + (finding.position() == null ? "" : "  (" + Legible.line(finding.position().toString()) + ")")
                    + "\n");
            out.write("    " + Legible.line(finding.message()) + "\n");
        }
        for (String advice : findings.stream().map(AuditFinding::advice).distinct().toList()) {
            out.write("  next  " + Legible.line(advice) + "\n");
        }
        out.write('\n');
    }

    private static void accepted(AuditFinding finding, Writer out) throws IOException {
        AuditFinding.Suppression by = finding.suppression();
        if (by != null) {
            out.write("  " + Story.word(finding.severity()) + "  " + Legible.line(finding.rule()) + "  "
                    + Legible.line(AuditReport.place(finding)) + "  until " + by.until() + ": "
                    + Legible.line(by.reason()) + "\n");
        }
    }

    private static String summary(AuditReport report, int accepted) {
        List<String> counts = new ArrayList<>(Stream.of(Severity.values())
                .filter(severity -> report.standing(severity) > 0)
                .map(severity -> report.standing(severity) + " " + Story.word(severity)).toList());
        int standing = report.findings().size() - accepted;
        return (standing == 0 ? "No findings"
                : standing + (standing == 1 ? " finding: " : " findings: ") + String.join(", ", counts))
                + (accepted == 0 ? "." : "; " + accepted + " accepted.");
    }
}
