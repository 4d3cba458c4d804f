package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Severity;
import tools.jackson.databind.json.JsonMapper;

/**
 * SARIF 2.1.0, one run. A finding has the position in its file, if it is from one, and always a logical location
 * {@code namespace/Kind/name}.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">The standard</a>
 */
final class AuditSarif {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String UNRESERVED = "-._~/";
    private static final JsonMapper JSON = new JsonMapper();

    private AuditSarif() {}

    static void write(AuditReport report, Writer out) throws IOException {
        List<String> ids = report.rules().stream().map(AuditRuleText::id).toList();
        out.write("{\"$schema\":\"" + SCHEMA + "\",\"version\":\"2.1.0\",\"runs\":[{\n\"tool\":"
                + JSON.writeValueAsString(Map.of("driver", driver(report)))
                + ",\n\"columnKind\":\"utf16CodeUnits\",\"results\":[");
        String separator = "\n";
        for (AuditFinding finding : report.findings()) {
            out.write(separator + JSON.writeValueAsString(result(finding, ids.indexOf(finding.rule()))));
            separator = ",\n";
        }
        out.write("]}]}\n");
    }

    private static Map<String, Object> driver(AuditReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", "netproof");
        json.put("version", report.version());
        json.put("rules", report.rules().stream().map(AuditSarif::rule).toList());
        return json;
    }

    private static Map<String, Object> rule(AuditRuleText rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", rule.id());
        json.put("shortDescription", Map.of("text", rule.title()));
        json.put("fullDescription", Map.of("text", rule.why()));
        json.put("help", Map.of("text", rule.why() + "\n\n" + rule.remedy()));
        json.put("defaultConfiguration", Map.of("level", level(rule.severity())));
        json.put("properties", Map.of("severity", Story.word(rule.severity())));
        return json;
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case BLOCKER, CRITICAL, MAJOR -> "error";
            case MINOR -> "warning";
            case TRIVIAL -> "note";
        };
    }

    private static Map<String, Object> result(AuditFinding finding, int ruleIndex) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ruleId", Legible.line(finding.rule()));
        json.put("ruleIndex", ruleIndex);
        json.put("level", level(finding.severity()));
        json.put("message", Map.of("text",
                Legible.text(AuditReport.place(finding) + ": " + finding.message() + " " + finding.advice())));
        json.put("locations", List.of(location(finding)));
        json.put("partialFingerprints", Map.of("object/v1", Legible.line(finding.rule() + " "
                + AuditReport.place(finding))));
        AuditFinding.Suppression by = finding.suppression();
        if (by != null) {
            json.put("suppressions", List.of(Map.of("kind", "inSource", "status", "accepted", "justification",
                    Legible.line("until " + by.until() + ": " + by.reason()))));
        }
        json.put("properties", Map.of("severity", Story.word(finding.severity())));
        return json;
    }

    private static Map<String, Object> location(AuditFinding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        Position position = finding.position();
        if (position != null) {
            json.put("physicalLocation", Map.of(
                    "artifactLocation", Map.of("uri", uri(position.file())),
                    "region", Map.of("startLine", position.line(), "startColumn", position.column())));
        }
        String object = (finding.namespace().isEmpty() ? "" : finding.namespace() + "/") + finding.kind() + "/"
                + finding.name();
        json.put("logicalLocations", List.of(Map.of("name", Legible.line(finding.name()), "fullyQualifiedName",
                Legible.line(object + (finding.part().isEmpty() ? "" : "/" + finding.part())), "kind", "resource")));
        return json;
    }

    /** A reference as RFC 3986 has it, absolute if the path is. */
    static String uri(String path) {
        String slashes = path.replace('\\', '/');
        byte[] bytes = slashes.getBytes(UTF_8);
        StringBuilder uri = new StringBuilder(slashes.startsWith("/") ? "file://" : "");
        IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).forEach(octet -> {
            boolean plain = octet < 0x80 && (Character.isLetterOrDigit(octet) || UNRESERVED.indexOf(octet) >= 0);
            uri.append(plain ? String.valueOf((char) octet)
                    : "%" + HexFormat.of().withUpperCase().toHexDigits((byte) octet));
        });
        return uri.toString();
    }
}
