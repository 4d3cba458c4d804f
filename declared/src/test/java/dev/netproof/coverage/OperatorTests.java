package dev.netproof.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.netproof.coverage.Operator.Label;
import dev.netproof.coverage.Operator.Mistake;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of mistake makes of a policy. */
class OperatorTests {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Map<String, Operator> OPERATORS = Map.of(
            "direction removed", new Operator.DirectionRemoved(),
            "rule removed", new Operator.RuleRemoved(),
            "peer removed", new Operator.PeerRemoved(),
            "peer widened", new Operator.PeerWidened(),
            "port removed", new Operator.PortRemoved(),
            "ports widened", new Operator.PortsWidened(),
            "subject widened", new Operator.SubjectWidened(),
            "subject narrowed", new Operator.SubjectNarrowed(policy -> List.of(new Label("app", "web"))));

    private static Draft draft(String spec) {
        return new Draft(YAML.unmarshal("""
                                        apiVersion: networking.k8s.io/v1
                                        kind: NetworkPolicy
                                        metadata: {namespace: shop, name: p}
                                        spec:\s""" + spec, NetworkPolicy.class));
    }

    private static String spec(NetworkPolicy policy) {
        return YAML.asJson(policy.getSpec()).replace("\"", "").replace(",", ", ").replace(":", ": ");
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  direction removed | {podSelector: {}, policyTypes: [Ingress, Egress]} | policyTypes without ingress | {podSelector: {}, policyTypes: [Egress]}
                                                                  rule removed | {podSelector: {}, ingress: [{}, {ports: [{port: 1}]}]} | ingress[1] removed | {ingress: [{}], podSelector: {}, policyTypes: [Ingress]}
                                                                  rule removed | {podSelector: {}, egress: [{}]} | egress[0] removed | {podSelector: {}, policyTypes: [Ingress, Egress]}
                                                                  peer removed | {podSelector: {}, ingress: [{from: [{podSelector: {}}, {namespaceSelector: {}}]}]} | ingress[0].from[1] removed | {ingress: [{from: [{podSelector: {}}]}], podSelector: {}, policyTypes: [Ingress]}
                                                                  peer removed | {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]} | ingress[0].from emptied: any peer | {ingress: [{}], podSelector: {}, policyTypes: [Ingress]}
                                                                  peer widened | {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]} | ingress[0].from[0] widened: any namespace | {ingress: [{from: [{namespaceSelector: {}, podSelector: {}}]}], podSelector: {}, policyTypes: [Ingress]}
                                                                  peer widened | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {a: b}}}]}]} | ingress[0].from[0] widened: any namespace | {ingress: [{from: [{namespaceSelector: {}}]}], podSelector: {}, policyTypes: [Ingress]}
                                                                  peer widened | {podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {a: b}}}]}]} | ingress[0].from[0] widened: any pod | {ingress: [{from: [{namespaceSelector: {}, podSelector: {}}]}], podSelector: {}, policyTypes: [Ingress]}
                                                                  peer widened | {podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {a: b, c: d}}}]}]} | ingress[0].from[0] widened: podSelector without label a | {ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {c: d}}}]}], podSelector: {}, policyTypes: [Ingress]}
                                                                  peer widened | {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]} | egress[0].to[0] widened: without except 10.0.0.0/8 | {egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}], podSelector: {}, policyTypes: [Egress]}
                                                                  port removed | {podSelector: {}, ingress: [{ports: [{port: 1}, {port: 2}]}]} | ingress[0].ports[0] removed | {ingress: [{ports: [{port: 2}]}], podSelector: {}, policyTypes: [Ingress]}
                                                                  ports widened | {podSelector: {}, ingress: [{ports: [{port: 1}]}]} | ingress[0].ports emptied: all ports | {ingress: [{}], podSelector: {}, policyTypes: [Ingress]}
                                                                  subject widened | {podSelector: {matchLabels: {a: b}}} | podSelector widened: every pod | {podSelector: {}, policyTypes: [Ingress]}
                                                                  subject widened | {podSelector: {matchLabels: {a: b, c: d}}} | podSelector widened: without label c | {podSelector: {matchLabels: {a: b}}, policyTypes: [Ingress]}
                                                                  subject narrowed | {podSelector: {}} | podSelector narrowed: not app=web | {podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}, policyTypes: [Ingress]}
                                                                  """)
    void makesThisMistake(String operator, String before, String words, String after) {
        List<Mistake> mistakes = Objects.requireNonNull(OPERATORS.get(operator)).in(draft(before));

        assertThat(mistakes).filteredOn(mistake -> mistake.words().equals(words)).singleElement()
                .extracting(mistake -> spec(mistake.policy())).isEqualTo(after);
    }

    @ParameterizedTest(name = "{0} finds nothing in {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  direction removed | {podSelector: {}, policyTypes: [Ingress]}
                                                                  rule removed | {podSelector: {}, policyTypes: [Ingress], egress: [{}]}
                                                                  peer removed | {podSelector: {}, ingress: [{ports: [{port: 1}]}]}
                                                                  peer widened | {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}
                                                                  port removed | {podSelector: {}, ingress: [{ports: [{port: 1}]}]}
                                                                  ports widened | {podSelector: {}, ingress: [{}]}
                                                                  subject widened | {podSelector: {}}
                                                                  """)
    void findsNothing(String operator, String spec) {
        assertThat(Objects.requireNonNull(OPERATORS.get(operator)).in(draft(spec))).isEmpty();
    }

    @Test
    void theTableIsOfEveryOperator() {
        assertThat(OPERATORS.values().stream().<Object>map(Object::getClass).toList())
                .containsExactlyInAnyOrder((Object[]) Operator.class.getPermittedSubclasses());
    }
}
