package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import dev.netproof.audit.AuditInput;
import dev.netproof.audit.Catalogue;
import dev.netproof.snapshot.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditCommandTests {

    private static final Path THREE_TIER = Examples.example("three-tier").resolve("manifests");

    private static Told audit(Path manifests, String... more) {
        return Told.by(Stream.concat(Stream.of("audit", "--manifests", manifests.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0} is found as {1} on {2}")
    @CsvSource(textBlock = """
                           broken/empty-pod-selector,     empty-selector-allows, major,    NetworkPolicy shop/web
                           broken/or-for-and,             or-for-and,            critical, NetworkPolicy payments/api
                           broken/wrong-namespace-label,  peer-selects-nothing,  major,    NetworkPolicy payments/api
                           broken/policy-selects-nothing, selects-no-pod,        major,    NetworkPolicy bank/ledger
                           broken/named-port-nobody-has,  named-port-missing,    major,    NetworkPolicy shop/api
                           broken/dns-egress-forgotten,   dns-egress-denied,     critical, NetworkPolicy shop/default-deny
                           broken/replica-without-label,  service-half-isolated, major,    Service bank/ledger
                           payments-broken,               or-for-and,            critical, NetworkPolicy payments/payments-api
                           payments-broken,               peer-selects-nothing,  major,    NetworkPolicy ledger/ledger-api
                           """)
    void aTwinWhosePoliciesAreWrongIsNamed(String twin, String rule, String severity, String object) {
        Told told = audit(Examples.example(twin).resolve("manifests"), "-o", "json");

        assertThat(told.exit()).as(told.all()).isEqualTo(1);
        assertThat(JsonMapper.shared().readTree(told.out()).at("/findings")).anySatisfy(finding -> {
            assertThat(finding.at("/rule").asString()).isEqualTo(rule);
            assertThat(finding.at("/severity").asString()).isEqualTo(severity);
            assertThat(finding.at("/kind").asString() + " " + finding.at("/namespace").asString() + "/"
                    + finding.at("/name").asString()).isEqualTo(object);
        });
    }

    /** What is as expected has nothing but namespaces that its example leaves open, and remarks. */
    @ParameterizedTest
    @MethodSource("sound")
    void anExampleThatIsSoundIsNotAccused(String example) {
        Told told = audit(Examples.example(example).resolve("manifests"), "-o", "json");

        assertThat(JsonMapper.shared().readTree(told.out()).at("/findings")).allSatisfy(finding -> assertThat(
                finding.at("/rule").asString() + " " + finding.at("/severity").asString())
                .isIn("no-default-deny-ingress major", "no-default-deny-egress minor", "empty-selector-allows minor",
                        "rule-without-ports minor", "trusts-namespace-label minor", "trusts-namespace-label trivial"));
    }

    static Stream<String> sound() {
        return Stream.of("payments", "three-tier", "zones", "tenants", "monitoring", "egress-cidr");
    }

    @ParameterizedTest(name = "--fail-on {0} ends with {1}")
    @CsvSource({"blocker, 0", "critical, 0", "major, 1", "minor, 1", "TRIVIAL, 1", "never, 0"})
    void theExitCodeIsThatOfTheGravest(String failOn, int exit) {
        assertThat(audit(THREE_TIER, "--fail-on", failOn).exit()).isEqualTo(exit);
    }

    @Test
    void namespacesNarrowWhatIsReported() {
        Told told = audit(THREE_TIER, "-n", "storefront");

        assertThat(told.exit()).isZero();
        assertThat(told.out()).isEqualTo("No findings.\n");
    }

    @Test
    void workloadsThatNoMatrixCoversAreNamed() {
        Path manifests = Examples.example("broken/wrong-namespace-label").resolve("manifests");

        Told told = audit(manifests, Examples.example("three-tier").resolve("matrix.yaml").toString(), "-n", "shop");

        assertThat(told.out()).contains("workload-not-in-matrix", "Deployment shop/checkout");
    }

    @ParameterizedTest
    @CsvSource({"sarif, '\"version\":\"2.1.0\"'", "junit, <testsuite name=\"netproof-audit\"", "table, 2 findings: ",
            "json, '\"apiVersion\":\"netproof.dev/audit/v1\"'"})
    void everyFormatIsWritten(String format, String part) {
        assertThat(audit(THREE_TIER, "-o", format).out()).contains(part);
    }

    @Test
    void labelsAndRangesCanBeGiven() {
        Told told = audit(Examples.example("zones").resolve("manifests"), "--protected-label", "zone",
                "--cluster-cidr", "10.244.0.0/16", "--dns", "169.254.20.10", "-o", "json");

        JsonNode findings = JsonMapper.shared().readTree(told.out()).at("/findings");
        assertThat(findings).noneMatch(finding -> finding.at("/rule").asString().equals("trusts-namespace-label"));
        assertThat(findings).anyMatch(finding -> finding.at("/rule").asString().equals("dns-egress-denied"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = ';', textBlock = """
                                            --cluster-cidr; 10.244.0.0; Write it like 10.244.0.0/16.
                                            --dns;          kube-dns;   Write it like 169.254.20.10.
                                            --fail-on;      severe;     'severe'
                                            -o;             yaml;       'yaml'
                                            """)
    void whatCantBeReadIsSaid(String option, String value, String message) {
        Told told = audit(THREE_TIER, option, value);

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.err()).contains(message);
    }

    @Test
    void wrongManifestsAreSaid(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "a: [1\n");

        Told told = audit(folder);

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.err()).contains("a.yaml:2:1: malformed YAML");
    }

    @Test
    void policiesThatMayNotBeReadEndItWith3() throws IOException {
        CommandLine line = Objects.requireNonNull(Netproof.commandLine().getSubcommands().get("audit"));
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err, true));
        AuditCommand command = line.getCommand();
        Snapshot unread = new Snapshot(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), "no right to read networkpolicies of shop");

        int exit = command.audit(unread, AuditInput.Extent.CLUSTER, List.of(), AuditInput.Locator.NOWHERE,
                List.of());

        assertThat(exit).isEqualTo(3);
        assertThat(err.toString()).contains("no right to read networkpolicies of shop", "Grant the right");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void thePageExplainsEveryRule(String id, String severity) throws IOException {
        assertThat(page()).contains("\n| `" + id + "` | " + severity + " | ");
    }

    static Stream<Arguments> rules() {
        return Catalogue.texts().stream()
                .map(rule -> Arguments.of(rule.id(), rule.severity().name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void thePageShowsWhatIsSeen() throws IOException {
        Path manifests = Examples.example("broken/or-for-and").resolve("manifests");

        assertThat(page()).contains("```text\n"
                + audit(manifests).out().replace(manifests.toString(), "matrices/broken/or-for-and/manifests"));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of(System.getProperty("netproof.home", ".."), "docs/audit.md"));
    }
}
