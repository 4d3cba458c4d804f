package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Severity;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditFormatTests {

    private static final AuditRuleText OR = new AuditRuleText("or-for-and", Severity.CRITICAL, "Two peers", "A dash.",
            "Remove it.");
    private static final AuditRuleText DENY = new AuditRuleText("no-default-deny", Severity.MAJOR, "No deny", "Open.",
            "Add one.");
    private static final AuditRuleText QUIET = new AuditRuleText("quiet", Severity.MINOR, "Nothing", "Why.", "How.");
    private static final AuditFinding IN_FILE = new AuditFinding("or-for-and", Severity.CRITICAL, "NetworkPolicy",
            "shop", "web", "spec.ingress[0]", new Position("k8s/my policies.yaml", 18, 11), "Two of them.",
            "Remove it.", null);
    private static final AuditFinding LIVE = new AuditFinding("no-default-deny", Severity.MINOR, "Namespace", "",
            "shop", "", null, "Open today: web.", "Add one.", null);
    private static final AuditFinding ACCEPTED = new AuditFinding("no-default-deny", Severity.MAJOR, "Namespace", "",
            "legacy", "", null, "Open today: all.", "Add one.", null).suppressed(
                    new AuditFinding.Suppression(LocalDate.of(2031, 1, 31), "goes away with SEC-412"));

    private static final AuditReport REPORT = new AuditReport("1.0", List.of(OR, DENY, QUIET),
            List.of(IN_FILE, ACCEPTED, LIVE), Severity.MAJOR);

    private static String written(AuditFormat format, AuditReport report) throws IOException {
        StringWriter out = new StringWriter();
        format.write(report, out);
        return out.toString();
    }

    private static AuditReport loud(long seed) {
        GeneratedEvidence evidence = GeneratedEvidence.hostile(seed);
        List<AuditFinding> findings = Stream.generate(evidence::auditFinding).limit(200).toList();
        return new AuditReport("1.0", List.of(OR, DENY, QUIET), findings, Severity.MAJOR);
    }

    @Test
    void theTableSaysEachAdviceOnce() throws IOException {
        assertThat(written(AuditFormat.TABLE, REPORT))
                .isEqualTo("""
                           critical  or-for-and: Two peers
                             NetworkPolicy shop/web spec.ingress[0]  (k8s/my policies.yaml:18:11)
                               Two of them.
                             next  Remove it.

                           minor  no-default-deny: No deny
                             Namespace shop
                               Open today: web.
                             next  Add one.

                           accepted
                             major  no-default-deny  Namespace legacy  until 2031-01-31: goes away with SEC-412

                           2 findings: 1 critical, 1 minor; 1 accepted.
                           """);
        assertThat(written(AuditFormat.TABLE, new AuditReport("1.0", List.of(OR), List.of(), null)))
                .isEqualTo("No findings.\n");
    }

    @Test
    void jsonHasEveryField() throws IOException {
        JsonNode json = JsonMapper.shared().readTree(written(AuditFormat.JSON, REPORT));

        assertThat(json.at("/apiVersion").asString()).isEqualTo("netproof.dev/audit/v1");
        assertThat(json.at("/fails").asBoolean()).isTrue();
        assertThat(json.at("/rules")).hasSize(3);
        assertThat(json.at("/findings/0").propertyNames()).containsExactly("rule", "severity", "kind", "namespace",
                "name", "part", "position", "message", "advice", "suppression");
        assertThat(json.at("/findings/0/position/line").asInt()).isEqualTo(18);
        assertThat(json.at("/findings/1/suppression/until").asString()).isEqualTo("2031-01-31");
        assertThat(json.at("/findings/2/position").isNull()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(AuditFormat.class)
    void hostileTextSteersNoTerminalAndNoParser(AuditFormat format) throws Exception {
        String written = written(format, loud(3));

        assertThat(written).doesNotContain("\u001b", "\u0000", "\ud800 ");
        if (format != AuditFormat.JSON) {
            assertThat(written).doesNotContain("\u202e");
        }
        switch (format) {
            case TABLE -> assertThat(written).doesNotContain("\r");
            case JSON -> assertThat(JsonMapper.shared().readTree(written).at("/findings")).hasSize(200);
            case SARIF -> sarif(written);
            case JUNIT -> assertThat(xml(written).getElementsByTagName("testcase").getLength()).isEqualTo(203);
        }
    }

    @Nested
    class Sarif {

        @ParameterizedTest
        @ValueSource(longs = {1, 2})
        void isWhatTheStandardDemands(long seed) throws IOException {
            sarif(written(AuditFormat.SARIF, loud(seed)));
        }

        @Test
        void namesFileAndLineAndAlwaysTheObject() throws IOException {
            JsonNode results = sarif(written(AuditFormat.SARIF, REPORT)).at("/runs/0/results");

            assertThat(results.at("/0/locations/0/physicalLocation/artifactLocation/uri").asString())
                    .isEqualTo("k8s/my%20policies.yaml");
            assertThat(results.at("/0/locations/0/physicalLocation/region/startLine").asInt()).isEqualTo(18);
            assertThat(results.at("/0/locations/0/logicalLocations/0/fullyQualifiedName").asString())
                    .isEqualTo("shop/NetworkPolicy/web/spec.ingress[0]");
            assertThat(results.at("/2/locations/0/physicalLocation").isMissingNode()).isTrue();
            assertThat(results.at("/2/locations/0/logicalLocations/0/fullyQualifiedName").asString())
                    .isEqualTo("Namespace/shop");
            assertThat(results.at("/1/suppressions/0/justification").asString())
                    .isEqualTo("until 2031-01-31: goes away with SEC-412");
            assertThat(results.at("/2/level").asString()).isEqualTo("warning");
        }

        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource({"k8s/a.yaml, k8s/a.yaml", "/srv/k8s/a.yaml, file:///srv/k8s/a.yaml",
                "a#b?c%.yaml, a%23b%3Fc%25.yaml",
                "Größe.yaml, Gr%C3%B6%C3%9Fe.yaml"})
        void writesPathsAsReferences(String path, String uri) {
            assertThat(AuditSarif.uri(path)).isEqualTo(uri);
        }
    }

    @Nested
    class JUnit {

        @Test
        void failsWhatIsGraveSkipsWhatIsAcceptedAndPassesTheRest() throws Exception {
            Document xml = xml(written(AuditFormat.JUNIT, REPORT));

            Element suite = xml.getDocumentElement();
            assertThat(suite.getTagName()).isEqualTo("testsuite");
            assertThat(List.of(suite.getAttribute("tests"), suite.getAttribute("failures"),
                    suite.getAttribute("skipped"))).containsExactly("4", "1", "1");
            Element first = (Element) suite.getElementsByTagName("testcase").item(0);
            assertThat(first.getAttribute("file")).isEqualTo("k8s/my policies.yaml");
            assertThat(first.getElementsByTagName("failure").getLength()).isEqualTo(1);
            assertThat(((Element) suite.getElementsByTagName("skipped").item(0)).getAttribute("message"))
                    .isEqualTo("accepted until 2031-01-31: goes away with SEC-412");
        }
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    /** What SARIF 2.1.0 requires of the objects that are written, and which values it knows. */
    private static JsonNode sarif(String text) {
        JsonNode log = JsonMapper.shared().readTree(text);
        assertThat(log.at("/version").asString()).isEqualTo("2.1.0");
        assertThat(log.at("/runs")).hasSize(1);
        JsonNode driver = log.at("/runs/0/tool/driver");
        assertThat(driver.at("/name").asString()).isEqualTo("netproof");
        Set<String> levels = Set.of("none", "note", "warning", "error");
        driver.at("/rules").forEach(rule -> {
            assertThat(rule.at("/id").asString()).matches("[a-z-]+");
            for (String message : List.of("/shortDescription/text", "/fullDescription/text", "/help/text")) {
                assertThat(rule.at(message).asString()).isNotBlank();
            }
            assertThat(levels).contains(rule.at("/defaultConfiguration/level").asString());
        });
        log.at("/runs/0/results").forEach(result -> {
            assertThat(result.at("/message/text").asString()).isNotBlank();
            assertThat(levels).contains(result.at("/level").asString());
            assertThat(result.at("/ruleIndex").asInt()).isGreaterThanOrEqualTo(-1)
                    .isLessThan(driver.at("/rules").size());
            assertThat(result.at("/locations")).hasSize(1);
            JsonNode location = result.at("/locations/0");
            assertThat(location.at("/logicalLocations")).hasSize(1);
            if (!location.at("/physicalLocation").isMissingNode()) {
                assertThat(URI.create(location.at("/physicalLocation/artifactLocation/uri").asString())).isNotNull();
                assertThat(location.at("/physicalLocation/region/startLine").asInt()).isPositive();
                assertThat(location.at("/physicalLocation/region/startColumn").asInt()).isPositive();
            }
            result.at("/suppressions").forEach(suppression -> {
                assertThat(suppression.at("/kind").asString()).isIn("inSource", "external");
                assertThat(suppression.at("/status").asString()).isIn("accepted", "underReview", "rejected");
            });
            result.at("/partialFingerprints").forEach(print -> assertThat(print.isString()).isTrue());
        });
        return log;
    }
}
