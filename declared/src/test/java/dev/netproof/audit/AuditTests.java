package dev.netproof.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Severity;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A folder for each rule: {@code hit} files are found, {@code near-miss} files are not, {@code suppressed} is accepted. */
class AuditTests {

    private static final Path CASES = Path.of("src/test/resources/audit");

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> tree = Files.walk(CASES)) {
            return tree.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("matrix.yaml")).sorted().toList().stream();
        }
    }

    static Stream<String> rules() {
        return Catalogue.texts().stream().map(AuditRuleText::id);
    }

    private static List<AuditFinding> found(Path file) throws IOException {
        String rule = file.getName(file.getNameCount() - 2).toString();
        return Audits.of(file).stream().filter(finding -> finding.rule().equals(rule)).toList();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleHasAHitANearMissAndOneThatIsSuppressed(String rule) {
        assertThat(List.of("hit.yaml", "near-miss.yaml", "suppressed.yaml"))
                .allSatisfy(file -> assertThat(CASES.resolve(rule).resolve(file)).exists());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aCaseIsFoundAsItsNameSays(Path file) throws IOException {
        List<AuditFinding> found = found(file);

        String name = String.valueOf(file.getFileName());
        if (name.startsWith("near-miss")) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).isNotEmpty();
            assertThat(found).allMatch(finding -> finding.stands() == name.startsWith("hit"));
            assertThat(found).allSatisfy(finding -> {
                assertThat(finding.position()).extracting(Position::file).isEqualTo(file.toString());
                assertThat(finding.advice()).isNotBlank();
            });
        }
    }

    @ParameterizedTest(name = "{0}/{1} is {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
                                            allows-everything       | hit             | CRITICAL | Allows all ingress of pods app=web
                                            or-for-and              | hit             | CRITICAL | No pod of its namespace has that label, and pods of the selected namespaces have
                                            dns-egress-denied       | hit             | CRITICAL | Some egress is allowed, and none to DNS
                                            dns-egress-denied       | hit-udp-only    | MINOR    | open over UDP and not over TCP
                                            dns-egress-denied       | hit-node-local  | MAJOR    | a DNS cache at 169.254.20.10
                                            no-default-deny-ingress | hit             | MAJOR    | Open today: Deployment web.
                                            empty-selector-allows   | hit             | MAJOR    | Opens every port of every pod of the namespace to every pod of edge. Today these are Deployment api and Deployment web.
                                            selects-no-pod          | hit             | MAJOR    | has the labels app=wbe. There are app=web.
                                            peer-selects-nothing    | hit             | MAJOR    | has the labels name=edge. The namespace edge has kubernetes.io/metadata.name=edge.
                                            named-port-missing      | hit             | MAJOR    | has a port web-http/TCP. There are http/TCP.
                                            ip-block-covers-cluster | hit             | MAJOR    | 10.0.0.0/8 holds addresses of pods.
                                            service-half-isolated   | hit             | MAJOR    | Deployment ledger-canary is open
                                            pod-labels-drifted      | hit             | MAJOR    | app is 'debug', in the template 'web'; policies select by it.
                                            host-network-escapes    | hit             | MAJOR    | NetworkPolicy shop/agent has its labels, and does not govern it.
                                            policy-adds-nothing     | hit             | MINOR    | NetworkPolicy shop/wide does, too.
                                            policy-unreadable       | hit             | CRITICAL | ClusterNetworkPolicy web can't be evaluated: it is of the unknown version policy.networking.k8s.io/v9.
                                            suppression-expired     | hit             | MINOR    | allows-everything was accepted until 2026-11-19: moving house
                                            policy-not-evaluated    | hit             | TRIVIAL  | CiliumNetworkPolicy is not evaluated
                                            """)
    void aFindingSaysHowGraveItIsAndWhatItSaw(String rule, String name, Severity severity, String message)
            throws IOException {
        assertThat(found(CASES.resolve(rule).resolve(name + ".yaml"))).first().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.message()).contains(message);
        });
    }

    @Test
    void aPolicyThatIsNotEvaluatedSoftensWhatItMayCover(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("all.yaml"),
                Files.readString(CASES.resolve("policy-not-evaluated/hit.yaml")));

        assertThat(Audits.of(file)).filteredOn(finding -> finding.rule().equals("no-default-deny-ingress"))
                .singleElement().satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.TRIVIAL);
                    assertThat(finding.message()).contains("may be covered: CiliumNetworkPolicy shop/layer7");
                });
    }

    @Test
    void aPolicyOfAClusterThatNoApiServerOfTodayTakesIsNamedWithItsReason() {
        NetworkPolicy policy = new NetworkPolicyBuilder().withNewMetadata().withNamespace("shop").withName("web")
                .endMetadata().withNewSpec().withNewPodSelector().addToMatchLabels("app@b", "x").endPodSelector()
                .endSpec().build();
        GenericKubernetesResource baseline = new GenericKubernetesResource();
        baseline.setApiVersion("policy.networking.k8s.io/v1alpha1");
        baseline.setKind("BaselineAdminNetworkPolicy");
        baseline.setMetadata(new ObjectMetaBuilder().withName("other").build());
        baseline.setAdditionalProperty("spec", Map.of("subject", Map.of("namespaces", Map.of())));
        Snapshot snapshot = new Snapshot(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(policy), List.of(baseline));

        assertThat(Audit.of(new AuditInput(snapshot, AuditInput.Extent.CLUSTER, Set.of(), AuditInput.Options.DEFAULTS,
                List.of(), Audits.TODAY, AuditInput.Locator.NOWHERE)))
                .filteredOn(finding -> finding.rule().startsWith("policy-")).extracting(AuditFinding::rule,
                        AuditFinding::message)
                .containsExactlyInAnyOrder(
                        tuple("policy-unreadable",
                                "It has a selector with 'app@b', which is not the key of a label."),
                        tuple("policy-unreadable",
                                "BaselineAdminNetworkPolicy other can't be evaluated: it is not named "
                                        + "default, as the only one there can be is."));
    }

    @Test
    void whatManifestsHoldAndNobodyReadsIsNamedWithItsPlace(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("all.yaml"),
                "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: web, namespace: shop}\nspec: {}\n");

        assertThat(Audits.of(file)).filteredOn(finding -> finding.rule().equals("policy-not-evaluated"))
                .singleElement().satisfies(finding -> {
                    assertThat(finding.message()).isEqualTo(
                            "Sidecar shop/web of networking.istio.io/v1 is not read: its kind is not known here.");
                    assertThat(finding.position()).hasToString(file + ":1:1");
                });
    }

    @Test
    void theSameInputGivesTheSameFindings() throws IOException {
        Path file = CASES.resolve("policy-adds-nothing/hit.yaml");

        assertThat(Audits.of(file)).isEqualTo(Audits.of(file)).isSortedAccordingTo((one, other) -> one.severity()
                .compareTo(other.severity()));
    }

    @Test
    void anExpiredSuppressionSuppressesNothing() throws IOException {
        assertThat(Audits.of(CASES.resolve("suppression-expired/hit.yaml")))
                .filteredOn(finding -> finding.rule().equals("allows-everything")).singleElement()
                .matches(AuditFinding::stands);
    }

    @Test
    void aPositionIsThatOfThePart() throws IOException {
        Path file = CASES.resolve("or-for-and/hit.yaml");

        assertThat(found(file)).singleElement().satisfies(finding -> {
            assertThat(finding.part()).isEqualTo("spec.ingress[0].from[1]");
            Position position = Objects.requireNonNull(finding.position());
            assertThat(Files.readAllLines(file).get(position.line() - 1).substring(position.column() - 1))
                    .startsWith("{podSelector: {matchLabels: {app: gateway}}}");
        });
    }
}
