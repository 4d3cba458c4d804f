package dev.netproof.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an API server of today would refuse, and a cluster may hold all the same: nothing is known of what it selects. */
class UnreadablePolicyTests {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Flow FLOW = World.flow("shop/checkout > payments/api");

    private static World world() {
        return new World().namespace("shop").namespace("payments").node("n1", "192.168.0.1", "zone=a")
                .pod("shop/checkout", "10.1.0.1", List.of("app=checkout"))
                .pod("payments/api", "10.1.2.1", List.of("app=api"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                                            {podSelector: {matchLabels: {app@b: x}}}                                         | has a selector with 'app@b', which is not the key of a label
                                            {podSelector: {matchLabels: {app: $x}}}                                          | has a selector with '$x', which is not the value of a label
                                            {podSelector: {matchLabels: {app: null}}}                                        | has a selector with a label without key or value
                                            {podSelector: {matchExpressions: [null]}}                                        | has a selector expression that is null
                                            {podSelector: {matchExpressions: [{key: a, operator: In, values: [null]}]}}      | has a selector expression on a with a value that is null
                                            {podSelector: {matchExpressions: [{key: a, operator: In, values: [$x]}]}}        | has a selector with '$x', which is not the value of a label
                                            {podSelector: {}, policyTypes: [null]}                                           | lists a policy type that is null
                                            {podSelector: {}, ingress: [null]}                                               | has a rule that is null
                                            {podSelector: {}, policyTypes: [Ingress, Egress], egress: [null]}                | has a rule that is null
                                            {podSelector: {}, ingress: [{from: [null]}]}                                     | has a peer that is null
                                            {podSelector: {}, ingress: [{ports: [null]}]}                                    | has a port that is null
                                            {podSelector: {}, ingress: [{from: [{ipBlock: {except: []}}]}]}                  | has '' where a CIDR such as 10.0.0.0/8 must stand
                                            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [null]}}]}]} | has 'null' where a CIDR such as 10.0.0.0/8 must stand
                                            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]} | excepts '11.0.0.0/16', which is no part of '10.0.0.0/8'
                                            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]} | excepts '10.0.0.0/8', which is no part of '10.0.0.0/8'
                                            """)
    void aNetworkPolicyOfAClusterIsUnknownWithItsReason(String spec, String reason) {
        DeclaredPolicies declared = world().policies("payments/p: " + spec).declared();

        assertThat(declared.decide(FLOW)).isEqualTo(Decision.UNKNOWN);
        assertThat(declared.unevaluated()).singleElement().satisfies(policy -> {
            assertThat(policy.object()).hasToString("NetworkPolicy payments/p");
            assertThat(policy.reason()).isEqualTo("NetworkPolicy payments/p can't be evaluated: it " + reason + ".");
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                                            BaselineAdminNetworkPolicy other: {subject: {namespaces: {}}}                             | is not named default, as the only one there can be is
                                            AdminNetworkPolicy a: {priority: 1001, subject: {namespaces: {}}}                         | has the priority 1001, which is not in 0 to 1000
                                            AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {matchLabels: {app: null}}}}    | has a selector with a label that is no text: app=null
                                            AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {matchLabels: {app: 1}}}}       | has a selector with a label that is no text: app=1
                                            AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {matchLabels: {app@b: x}}}}     | has a selector with 'app@b', which is not the key of a label
                                            AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, ingress: [null]}           | has something else than mappings in ingress
                                            AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [null]}]}]} | has null where text must stand in networks
                                            AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: []}]}]} | has a peer with an empty list of networks
                                            """)
    void anAdministratorsPolicyIsUnknownWithItsReason(String policy, String reason) {
        DeclaredPolicies declared = world().policies(policy).declared();

        assertThat(declared.decide(FLOW)).isEqualTo(Decision.UNKNOWN);
        assertThat(declared.unevaluated()).extracting(Unevaluated::reason).singleElement().asString()
                .endsWith(" can't be evaluated: it " + reason + ".");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void nothingThatAClusterHoldsEndsInAnException(long seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        Map<?, ?> own = YAML.unmarshal(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p, namespace: payments}
                spec:
                  podSelector: {matchLabels: {app: api}, matchExpressions: [{key: app, operator: In, values: [api]}]}
                  policyTypes: [Ingress, Egress]
                  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}, {podSelector: {}}], ports: [{port: 80, endPort: 90}]}]
                  egress: [{to: [{namespaceSelector: {matchLabels: {a: b}}}], ports: [{protocol: UDP}]}]
                """,
                Map.class);
        Map<?, ?> other = YAML.unmarshal(
                """
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: AdminNetworkPolicy
                metadata: {name: p}
                spec:
                  priority: 1
                  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: api}}}}
                  ingress: [{name: x, action: Deny, from: [{namespaces: {}}], ports: [{portNumber: {port: 1}}, {namedPort: x}]}]
                  egress: [{action: Deny, to: [{nodes: {}}, {networks: [10.0.0.0/8]}]}]
                """,
                Map.class);
        for (int i = 0; i < 400; i++) {
            NetworkPolicy policy = YAML.convertValue(holed(own, dice, "spec"), NetworkPolicy.class);
            GenericKubernetesResource admin = YAML.convertValue(holed(other, dice, "spec"),
                    GenericKubernetesResource.class);
            Snapshot plain = world().snapshot();
            DeclaredPolicies declared = DeclaredPolicies.of(new Snapshot(plain.namespaces(), List.of(), plain.pods(),
                    List.of(), List.of(), plain.nodes(), List.of(policy), List.of(admin)));

            assertThat(declared.judge(FLOW).decision()).isEqualTo(declared.decide(FLOW));
            declared.graph(DeclaredGraph.By.POD);
            declared.nearestRules(FLOW);
        }
    }

    /** The same with null, now and then, in the place of a part below a field. */
    private static Map<String, Object> holed(Map<?, ?> map, SplittableRandom dice, String below) {
        Map<String, Object> holed = new LinkedHashMap<>();
        map.forEach((key, value) -> holed.put(String.valueOf(key),
                key.equals(below) ? hole(value, dice) : value));
        return holed;
    }

    private static Object hole(Object value, SplittableRandom dice) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> parts = new LinkedHashMap<>();
                map.forEach((key, part) -> parts.put(String.valueOf(key),
                        dice.nextInt(25) == 0 ? null : hole(part, dice)));
                yield parts;
            }
            case List<?> list -> {
                List<Object> parts = new ArrayList<>();
                list.forEach(part -> parts.add(dice.nextInt(25) == 0 ? null : hole(part, dice)));
                yield parts;
            }
            default -> value;
        };
    }
}
