package dev.netproof.reports;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Text;
import tools.jackson.databind.json.JsonMapper;

/** {@code {"apiVersion": …, "rules": […], "findings": […]}}; a finding is as evidence has it. */
final class AuditJson {

    static final String API_VERSION = "netproof.dev/audit/v1";
    private static final JsonMapper JSON = new JsonMapper();

    private AuditJson() {}

    static void write(AuditReport report, Writer out) throws IOException {
        out.write("{\"apiVersion\":\"" + API_VERSION + "\",\"fails\":" + report.fails() + ",\n\"rules\":[");
        String separator = "\n";
        for (AuditRuleText rule : report.rules()) {
            out.write(separator + JSON.writeValueAsString(rule(rule)));
            separator = ",\n";
        }
        out.write("],\n\"findings\":[");
        separator = "\n";
        for (AuditFinding finding : report.findings()) {
            out.write(separator + JSON.writeValueAsString(finding(finding)));
            separator = ",\n";
        }
        out.write("]}\n");
    }

    private static Map<String, Object> rule(AuditRuleText rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", rule.id());
        json.put("severity", Story.word(rule.severity()));
        json.put("title", rule.title());
        json.put("why", rule.why());
        json.put("remedy", rule.remedy());
        return json;
    }

    private static Map<String, Object> finding(AuditFinding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", Text.wellFormed(finding.rule()));
        json.put("severity", Story.word(finding.severity()));
        json.put("kind", Text.wellFormed(finding.kind()));
        json.put("namespace", Text.wellFormed(finding.namespace()));
        json.put("name", Text.wellFormed(finding.name()));
        json.put("part", Text.wellFormed(finding.part()));
        Position position = finding.position();
        json.put("position", position == null ? null : position(position));
        json.put("message", Text.wellFormed(finding.message()));
        json.put("advice", Text.wellFormed(finding.advice()));
        AuditFinding.Suppression by = finding.suppression();
        json.put("suppression", by == null ? null
                : Map.of("until", by.until().toString(), "reason", Text.wellFormed(by.reason())));
        return json;
    }

    private static Map<String, Object> position(Position position) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", Text.wellFormed(position.file()));
        json.put("line", position.line());
        json.put("column", position.column());
        return json;
    }
}
