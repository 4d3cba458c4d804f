package dev.netproof.reports;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Position;
import org.jspecify.annotations.Nullable;

/**
 * One test suite. A finding is a test that fails if it is grave enough, and passes with its text if it is not; one that
 * somebody has accepted is skipped, with who said so. A rule that found nothing is a test that passes.
 */
final class AuditJUnit {

    private AuditJUnit() {}

    static void write(AuditReport report, Writer out) throws IOException {
        List<AuditRuleText> quiet = report.rules().stream().filter(
                rule -> report.findings().stream().noneMatch(finding -> finding.rule().equals(rule.id()))).toList();
        XmlText head = new XmlText().raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        head.open("<testsuite", "name", "netproof-audit", "tests",
                Integer.toString(report.findings().size() + quiet.size()), "failures",
                Long.toString(report.findings().stream().filter(report::fails).count()), "errors", "0", "skipped",
                Long.toString(report.findings().stream().filter(finding -> !finding.stands()).count()), "time", "0.000")
                .raw(">\n");
        out.write(head.toString());
        for (AuditFinding finding : report.findings()) {
            out.write(testCase(report, finding));
        }
        for (AuditRuleText rule : quiet) {
            out.write(open(rule.id(), rule.title(), null).raw("/>\n").toString());
        }
        out.write("</testsuite>\n");
    }

    private static XmlText open(String rule, String name, @Nullable Position position) {
        XmlText xml = new XmlText().open("  <testcase", "classname", "audit." + rule, "name", name, "time", "0.000");
        return position == null ? xml
                : xml.open("", "file", position.file(), "line", Integer.toString(position.line()));
    }

    private static String testCase(AuditReport report, AuditFinding finding) {
        XmlText xml = open(finding.rule(), AuditReport.place(finding) + ": " + finding.message(), finding.position())
                .raw(">\n");
        String text = Story.word(finding.severity()) + ": " + finding.message() + "\nnext: " + finding.advice();
        AuditFinding.Suppression by = finding.suppression();
        if (by != null) {
            xml.open("    <skipped", "message", "accepted until " + by.until() + ": " + by.reason()).raw("/>\n");
        } else if (report.fails(finding)) {
            xml.open("    <failure", "type", finding.rule(), "message", finding.message()).raw(">").text(text)
                    .raw("</failure>\n");
        } else {
            xml.raw("    <system-out>").text(text).raw("</system-out>\n");
        }
        return xml.raw("  </testcase>\n").toString();
    }
}
