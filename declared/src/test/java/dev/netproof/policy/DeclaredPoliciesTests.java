package dev.netproof.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;
import dev.netproof.evidence.text.Wording;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredPoliciesTests {

    private static final Flow FLOW = World.flow("shop/checkout > payments/api");

    private static World world() {
        return new World().namespace("shop", "team=store").namespace("payments").namespace("istio-system")
                .pod("shop/checkout", "10.1.0.1", List.of("app=checkout"))
                .pod("payments/api", "10.1.2.1", List.of("app=api"));
    }

    @Nested
    class Reasons {

        @Test
        void nameEveryPolicyThatIsolatesAndEveryRuleThatAllows() {
            FlowVerdict verdict = world()
                    .policies("""
                              payments/deny: {podSelector: {}, policyTypes: [Ingress]}
                              payments/web: {podSelector: {}, ingress: [{ports: [{port: 1}]}, {ports: [{port: 8080}]}]}
                              payments/all: {podSelector: {matchLabels: {app: api}}, ingress: [{}]}
                              payments/other: {podSelector: {matchLabels: {app: other}}, ingress: [{}]}
                              """).declared().judge(FLOW);

            assertThat(verdict.ingress().isolating()).extracting(PolicyRef::toString).containsExactly(
                    "NetworkPolicy payments/all", "NetworkPolicy payments/deny", "NetworkPolicy payments/web");
            assertThat(verdict.ingress()).isInstanceOfSatisfying(SideVerdict.Allowed.class,
                    allowed -> assertThat(allowed.allowing()).extracting(RuleRef::toString).containsExactly(
                            "NetworkPolicy payments/all ingress[0]", "NetworkPolicy payments/web ingress[1]"));
            assertThat(verdict.egress().isolating()).isEmpty();
        }

        @Test
        void nameTheRuleOfAnAdministratorThatDecides() {
            FlowVerdict verdict = world()
                    .policies("AdminNetworkPolicy strict: {priority: 1, subject: {namespaces: {}}, "
                            + "ingress: [{name: no-shop, action: Deny, from: [{namespaces: {matchLabels: {team: store}}}]}]}")
                    .declared().judge(FLOW);

            assertThat(verdict.ingress()).isInstanceOfSatisfying(SideVerdict.Denied.class,
                    denied -> assertThat(denied.denying()).extracting(RuleRef::toString)
                            .containsExactly("AdminNetworkPolicy strict ingress[0] (no-shop)"));
        }

        @Test
        void tellTheRulesThatDisagree() {
            String rule = " {priority: 1, subject: {namespaces: {}}, ingress: [{action: %s, from: [{namespaces: {}}]}]}\n";
            FlowVerdict verdict = world().policies("AdminNetworkPolicy a:" + rule.formatted("Allow")
                    + "AdminNetworkPolicy b:" + rule.formatted("Deny")).declared().judge(FLOW);

            assertThat(verdict.ingress()).isInstanceOfSatisfying(SideVerdict.Unknown.class,
                    unknown -> assertThat(unknown.reasons()).singleElement().asString()
                            .contains("AdminNetworkPolicy a ingress[0], AdminNetworkPolicy b ingress[0]"));
        }

        @Test
        void remarkThatAnAddressAloneLetsAPodIn() {
            FlowVerdict verdict = world().policies(
                    "payments/p: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}").declared()
                    .judge(FLOW);

            assertThat(verdict.ingress()).isInstanceOfSatisfying(SideVerdict.Allowed.class,
                    allowed -> assertThat(allowed.remarks()).singleElement().asString()
                            .contains("allowed by its address alone"));
        }

        @Test
        void sayWhatIsNotInTheSnapshot() {
            assertThat(world().declared().judge(World.flow("shop/nobody > payments/api")).egress())
                    .isInstanceOfSatisfying(SideVerdict.Unknown.class, unknown -> assertThat(unknown.reasons())
                            .containsExactly(
                                    "pod shop/nobody is neither an address nor a running pod of the snapshot."));
        }
    }

    @Nested
    class NearestRules {

        @ParameterizedTest(name = "{1}")
        @CsvSource(delimiter = '|', textBlock = """
                                                {ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}]}]} | \
                                                label of pod shop/checkout is app=checkout, the rule wants app=web
                                                {ingress: [{from: [{namespaceSelector: {matchLabels: {team: money}}}]}]} | \
                                                namespace label of shop is team=store, the rule wants team=money
                                                {ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: zone, operator: Exists}]}}]}]} | \
                                                namespace label of shop is missing, the rule wants zone Exists
                                                {ingress: [{from: [{podSelector: {}}]}]} | \
                                                namespace of pod shop/checkout is shop, the rule wants payments, which a podSelector alone means
                                                {ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]} | \
                                                address of pod shop/checkout is 10.1.0.1, the rule wants 203.0.113.0/24
                                                {ingress: [{from: [{ipBlock: {cidr: 10.1.0.0/16, except: [10.1.0.0/24]}}]}]} | address of pod shop/checkout is 10.1.0.1, the rule wants 10.1.0.0/16 except 10.1.0.0/24
                                                {ingress: [{ports: [{port: 9090}]}]} | port is TCP 8080, the rule wants TCP 9090
                                                {ingress: [{ports: [{port: metrics}]}]} | port is TCP 8080, the rule wants TCP metrics (9090 on pod payments/api)
                                                {ingress: [{ports: [{port: nowhere}]}]} | port is TCP 8080, the rule wants TCP nowhere (no such port on pod payments/api)
                                                {ingress: [{ports: [{port: 8080, protocol: UDP}]}]} | protocol is TCP 8080, the rule wants UDP 8080
                                                """)
        void tellWhatDiffers(String spec, String difference) {
            DeclaredPolicies declared = world().policies("payments/p: {podSelector: {}, " + spec.substring(1))
                    .declared();

            assertThat(declared.nearestRules(FLOW)).singleElement()
                    .satisfies(nearest -> assertThat(nearest.differences()).extracting(Wording.ENGLISH::difference)
                            .containsExactly(difference));
        }

        @Test
        void areNoneWhereNoPolicyHasARule() {
            assertThat(world().policies("payments/p: {podSelector: {}, ingress: []}").declared().nearestRules(FLOW))
                    .singleElement().satisfies(nearest -> {
                        assertThat(nearest.rule()).isNull();
                        assertThat(nearest.differences()).isEmpty();
                    });
        }

        @Test
        void preferARangeToASelectorForWhatIsNoPod() {
            assertThat(world().policies("payments/p: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}, "
                    + "{from: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8}}]}]}").declared()
                    .nearestRules(World.flow("203.0.113.1 > payments/api"))).singleElement().satisfies(nearest -> {
                        assertThat(nearest.rule()).hasToString("NetworkPolicy payments/p ingress[1]");
                        assertThat(nearest.differences()).extracting(Wording.ENGLISH::difference)
                                .containsExactly("address is 203.0.113.1, the rule wants 10.0.0.0/8");
                    });
        }

        @Test
        void tellThatAnAddressIsNoPod() {
            assertThat(world().policies("payments/p: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}")
                    .declared().nearestRules(World.flow("203.0.113.1 > payments/api")))
                    .flatExtracting(NearMiss::differences).extracting(Wording.ENGLISH::difference)
                    .containsExactly("peer is 203.0.113.1, the rule wants pods, which selectors mean");
        }

        @Test
        void suggestNoLabelOfProbePods() {
            assertThat(world().objects("""
                                       apiVersion: v1
                                       kind: Pod
                                       metadata: {namespace: shop, name: probe,
                                         labels: {app: checkout, netproof.dev/probe: 'true', pod-template-hash: abc}}
                                       """).policies("payments/p: {podSelector: {}}").declared()
                    .nearestRules(World.flow("shop/probe > payments/api"))).singleElement()
                    .satisfies(nearest -> assertThat(nearest.suggestion())
                            .contains("podSelector: {matchLabels: {app: 'checkout'}}"));
        }

        @Test
        void suggestWhatYamlTakesForText() {
            World world = world()
                    .objects("""
                             apiVersion: v1
                             kind: Pod
                             metadata: {namespace: shop, name: odd, labels: {'y': 'no', '7': '1e3', n/a: ''}}
                             """).policies("payments/p: {podSelector: {}}");
            Flow odd = World.flow("shop/odd > payments/api");
            world.declared().nearestRules(odd).forEach(nearest -> world.objects(nearest.suggestion()));

            assertThat(world.declared().decide(odd)).isEqualTo(Decision.ALLOWED);
        }

        @Test
        void suggestPoliciesThatDoNotReplaceEachOther() {
            DeclaredPolicies declared = world().policies("payments/p: {podSelector: {}}").declared();

            assertThat(Stream.of("shop/checkout", "203.0.113.1").map(who -> World.flow(who + " > payments/api"))
                    .flatMap(flow -> declared.nearestRules(flow).stream())
                    .map(nearest -> nearest.suggestion().lines().filter(line -> line.contains(" name:")).toList()))
                    .doesNotHaveDuplicates().hasSize(2);
        }

        @Test
        void areTheOnesWithFewestDifferences() {
            DeclaredPolicies declared = world().policies(
                    """
                    payments/far: {podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 1}]}]}
                    payments/near: {podSelector: {}, ingress: [{ports: [{port: 2}]}, {ports: [{port: 3}]}]}
                    """).declared();

            assertThat(declared.nearestRules(FLOW)).singleElement().satisfies(
                    nearest -> assertThat(nearest.rule()).hasToString("NetworkPolicy payments/near ingress[0]"));
        }

        @Test
        void suggestAPolicyThatAllowsTheFlow() {
            World world = world().policies("payments/deny: {podSelector: {}}\n"
                    + "shop/deny: {podSelector: {}, policyTypes: [Egress]}");
            List<NearMiss> nearest = world.declared().nearestRules(FLOW);

            nearest.forEach(rule -> world.objects(rule.suggestion()));

            assertThat(nearest).extracting(NearMiss::direction).containsExactly(Direction.EGRESS, Direction.INGRESS);
            assertThat(world.declared().decide(FLOW)).isEqualTo(Decision.ALLOWED);
        }

        @Test
        void areNoneWhereTheFlowIsAllowed() {
            assertThat(world().declared().nearestRules(FLOW)).isEmpty();
        }
    }

    @Nested
    class OtherApis {

        @ParameterizedTest(name = "{0}: {1} makes it {2}")
        @CsvSource(delimiter = '|', textBlock = """
                                                cilium.io/v2 CiliumNetworkPolicy payments/x                | {endpointSelector: {matchLabels: {app: api}}, ingress: [{}]} | UNKNOWN
                                                cilium.io/v2 CiliumNetworkPolicy payments/x                | {endpointSelector: {matchLabels: {'k8s:app': api}}, ingress: [{}]} | UNKNOWN
                                                cilium.io/v2 CiliumNetworkPolicy payments/x                | {endpointSelector: {matchLabels: {app: no}}, ingress: [{}]} | ALLOWED
                                                cilium.io/v2 CiliumNetworkPolicy payments/x                | {endpointSelector: {}, egress: [{}]} | ALLOWED
                                                cilium.io/v2 CiliumNetworkPolicy payments/x                | {endpointSelector: {matchLabels: {'reserved:host': ''}}, ingress: [{}]} | UNKNOWN
                                                cilium.io/v2 CiliumClusterwideNetworkPolicy x              | {endpointSelector: {}, egress: [{}]} | UNKNOWN
                                                projectcalico.org/v3 GlobalNetworkPolicy x                 | {selector: "app == 'api'", types: [Ingress]} | UNKNOWN
                                                projectcalico.org/v3 GlobalNetworkPolicy x                 | {selector: "app == 'no'", types: [Ingress]} | ALLOWED
                                                projectcalico.org/v3 GlobalNetworkPolicy x                 | {selector: "!has(some)", types: [Ingress]} | UNKNOWN
                                                projectcalico.org/v3 StagedGlobalNetworkPolicy x           | {selector: all(), types: [Ingress]} | ALLOWED
                                                crd.projectcalico.org/v1 NetworkPolicy payments/x          | {types: [Egress]} | ALLOWED
                                                crd.antrea.io/v1beta1 ClusterNetworkPolicy x               | {appliedTo: [{podSelector: {matchLabels: {app: api}}}], ingress: []} | UNKNOWN
                                                crd.antrea.io/v1beta1 ClusterNetworkPolicy x               | {appliedTo: [{podSelector: {matchLabels: {app: no}}}], ingress: []} | ALLOWED
                                                crd.antrea.io/v1beta1 NetworkPolicy payments/x             | {appliedTo: [{group: g}], ingress: []} | UNKNOWN
                                                security.istio.io/v1 AuthorizationPolicy payments/x        | {selector: {matchLabels: {app: api}}} | UNKNOWN
                                                security.istio.io/v1 AuthorizationPolicy shop/x            | {} | ALLOWED
                                                security.istio.io/v1 AuthorizationPolicy istio-system/x    | {} | UNKNOWN
                                                example.org/v1 FirewallPolicy payments/x                   | {} | UNKNOWN
                                                """)
        void makeUnknownWhatTheySelect(String policy, String spec, Decision expected) {
            DeclaredPolicies declared = world().foreign(policy, spec).declared();

            assertThat(declared.decide(FLOW)).isEqualTo(expected);
            assertThat(declared.judge(FLOW).decision()).isEqualTo(expected);
            assertThat(declared.unevaluated()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{matchExpressions: [{key: app, operator: Like, values: [x]}]}",
            "{matchExpressions: [{key: app, operator: In}]}",
            "{matchExpressions: [{key: app, operator: Exists, values: [x]}]}",
            "{matchExpressions: [{operator: Exists}]}",
            "{matchLabels: {app: null}}"})
    void aSelectorThatNoApiServerAcceptsMakesItUnknown(String selector) {
        assertThat(world().policies("payments/p: {podSelector: " + selector + "}").declared().decide(FLOW))
                .isEqualTo(Decision.UNKNOWN);
        assertThat(
                world().policies("payments/p: {podSelector: {}, ingress: [{from: [{podSelector: " + selector + "}]}]}")
                        .declared().decide(FLOW))
                .isEqualTo(Decision.UNKNOWN);
        assertThat(
                world().policies("payments/p: {podSelector: {matchLabels: {app: no}}, ingress: [{from: [{podSelector: "
                        + selector + "}]}]}").declared().decide(FLOW))
                .as("of another pod").isEqualTo(Decision.ALLOWED);
    }

    @Test
    void aServiceIsItsBackends() {
        DeclaredPolicies declared = world()
                .objects(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {namespace: payments, name: api}
                        spec: {clusterIP: 10.96.0.7, selector: {app: api}, ports: [{name: web, port: 80, targetPort: http}]}
                        """)
                .declared();

        assertThat(declared.backends("payments", "api", "80")).isEqualTo(declared.backends("payments", "api", "web"))
                .containsExactly(new Backend(new FlowEnd.Pod("payments", "api"), Transport.TCP, 8080, true));
        assertThat(declared.decide(World.flow("shop/checkout > 10.96.0.7 TCP 80"))).isEqualTo(Decision.UNKNOWN);
    }

    @Test
    void endpointSlicesGoBeforeTheSelector() {
        assertThat(world()
                .objects("""
                         apiVersion: v1
                         kind: Service
                         metadata: {namespace: payments, name: api}
                         spec: {selector: {app: api}, ports: [{port: 80}]}
                         ---
                         apiVersion: discovery.k8s.io/v1
                         kind: EndpointSlice
                         metadata: {namespace: payments, name: api-1, labels: {kubernetes.io/service-name: api}}
                         addressType: IPv4
                         ports: [{port: 8080, protocol: TCP}]
                         endpoints: [{addresses: [10.1.2.1]}, {addresses: [10.1.2.9], conditions: {ready: false}}]
                         """).declared().backends("payments", "api", "80")).containsExactly(
                        new Backend(new FlowEnd.Address("10.1.2.1"), Transport.TCP, 8080, true),
                        new Backend(new FlowEnd.Address("10.1.2.9"), Transport.TCP, 8080, false));
    }
}
