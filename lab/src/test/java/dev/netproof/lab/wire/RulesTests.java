package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.netproof.lab.network.EnforcementMode;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTests {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    /** Four pods of two namespaces, and one in the host's network. */
    private static final String TOWN = """
                                       apiVersion: v1
                                       kind: Namespace
                                       metadata: {name: shop, labels: {team: store}}
                                       ---
                                       apiVersion: v1
                                       kind: Namespace
                                       metadata: {name: pay}
                                       ---
                                       apiVersion: v1
                                       kind: Pod
                                       metadata: {namespace: shop, name: a, labels: {app: a, tier: web}}
                                       spec: {containers: [{name: c, ports: [{name: web, containerPort: 8080}]}]}
                                       status: {podIP: 10.0.0.1}
                                       ---
                                       apiVersion: v1
                                       kind: Pod
                                       metadata: {namespace: shop, name: b, labels: {app: b}}
                                       spec: {containers: [{name: c, ports: [{name: web, containerPort: 9090}, {name: web, containerPort: 99, protocol: UDP}]}]}
                                       status: {podIP: 10.0.0.2}
                                       ---
                                       apiVersion: v1
                                       kind: Pod
                                       metadata: {namespace: pay, name: c, labels: {app: a}}
                                       spec: {containers: [{name: c, ports: [{name: web, containerPort: 8080}]}]}
                                       status: {podIP: 10.0.0.3}
                                       ---
                                       apiVersion: v1
                                       kind: Pod
                                       metadata: {namespace: pay, name: d}
                                       spec: {containers: [{name: c}]}
                                       status: {podIP: 10.0.0.4}
                                       ---
                                       apiVersion: v1
                                       kind: Pod
                                       metadata: {namespace: shop, name: node, labels: {app: a}}
                                       spec: {hostNetwork: true, containers: [{name: c}]}
                                       status: {podIP: 172.30.0.1}
                                       """;

    private static ClusterState state(String... manifests) {
        List<Namespace> namespaces = new ArrayList<>();
        List<Pod> pods = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        List<NetworkPolicy> policies = new ArrayList<>();
        for (String manifest : String.join("---\n", manifests).split("(?m)^---$", -1)) {
            switch (YAML.<Object>unmarshal(manifest)) {
                case Namespace namespace -> namespaces.add(namespace);
                case Pod pod -> pods.add(pod);
                case Service service -> services.add(service);
                case EndpointSlice slice -> slices.add(slice);
                case NetworkPolicy policy -> policies.add(policy);
                default -> throw new IllegalArgumentException(manifest);
            }
        }
        return new ClusterState(namespaces, pods, services, slices, policies, List.of(), List.of());
    }

    private static String policy(String spec) {
        return "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {namespace: shop, name: p}\nspec: "
                + spec + "\n";
    }

    private static Ruleset ruleset(ClusterState state, EnforcementMode mode) {
        return NetnsWire.rules(state, List.of(), Set.of(), WireOptions.of(mode));
    }

    /** Address to its rules in one direction, names of sets replaced by their content. */
    private static SortedMap<String, String> rules(String map, String... manifests) {
        Ruleset ruleset = ruleset(state(manifests), EnforcementMode.DROP);
        SortedMap<String, String> rules = new TreeMap<>();
        ruleset.elements().getOrDefault(map, new TreeMap<>()).forEach((address, verdict) -> {
            String text = String.join("; ", ruleset.chains().get(verdict.replaceFirst("^(jump|goto) ", "")));
            for (Map.Entry<String, List<String>> set : ruleset.sets().entrySet()) {
                text = text.replace("@" + set.getKey(), set.getValue().toString());
            }
            rules.put(address.replace("10.0.0.", "."), text.replace("10.0.0.", "."));
        });
        return rules;
    }

    @Nested
    class OfPolicies {

        @ParameterizedTest(name = "from: {0}, ports: {1}")
        @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                                                                      []                                                      | []                        | return
                                                                      [{podSelector: {}}]                                     | []                        | ip saddr [.1, .2] return
                                                                      [{namespaceSelector: {}}]                               | []                        | ip saddr [.1, .2, .3, .4] return
                                                                      [{namespaceSelector: {matchLabels: {team: store}}}]     | []                        | ip saddr [.1, .2] return
                                                                      [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: pay}}}] | []       | ip saddr [.3, .4] return
                                                                      [{namespaceSelector: {}, podSelector: {matchLabels: {app: a}}}] | []                | ip saddr [.1, .3] return
                                                                      [{podSelector: {matchLabels: {app: a, tier: db}}}]      | []                        | ""
                                                                      [{podSelector: {matchLabels: {app: a}}}, {podSelector: {matchLabels: {app: b}}}] | [] | ip saddr [.1, .2] return
                                                                      [{podSelector: {matchExpressions: [{key: app, operator: In, values: [a, x]}]}}] | [] | ip saddr [.1] return
                                                                      [{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}}] | [] | ip saddr [.2] return
                                                                      [{podSelector: {matchExpressions: [{key: tier, operator: Exists}]}}] | []           | ip saddr [.1] return
                                                                      [{podSelector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}}] | []     | ip saddr [.2] return
                                                                      [{podSelector: {matchLabels: {app: a}, matchExpressions: [{key: tier, operator: DoesNotExist}]}}] | [] | ""
                                                                      [{ipBlock: {cidr: 10.0.0.0/8}}]                         | []                        | ip saddr .0/8 return
                                                                      [{ipBlock: {cidr: 192.0.2.0/24, except: [192.0.2.8/29, 192.0.2.64/26]}}] | []       | ip saddr 192.0.2.0/24 ip saddr != 192.0.2.8/29 ip saddr != 192.0.2.64/26 return
                                                                      [{ipBlock: {cidr: "2001:db8::/32"}}]                    | []                        | ""
                                                                      []                                                      | [{port: 80}]              | meta l4proto tcp th dport { 80 } return
                                                                      []                                                      | [{port: 80}, {port: 443}, {port: 81}] | meta l4proto tcp th dport { 80-81, 443 } return
                                                                      []                                                      | [{port: 53, protocol: UDP}, {port: 53}] | meta l4proto tcp th dport { 53 } return; meta l4proto udp th dport { 53 } return
                                                                      []                                                      | [{protocol: UDP}]         | meta l4proto udp return
                                                                      []                                                      | [{port: 1000, endPort: 2000}, {port: 1500, endPort: 1600}] | meta l4proto tcp th dport { 1000-2000 } return
                                                                      []                                                      | [{port: web}]             | meta l4proto tcp th dport { 8080 } return
                                                                      []                                                      | [{port: web, protocol: UDP}] | ""
                                                                      []                                                      | [{port: 38412, protocol: SCTP}] | meta l4proto sctp th dport { 38412 } return
                                                                      [{podSelector: {matchLabels: {app: b}}}, {ipBlock: {cidr: 192.0.2.1/32}}] | [{port: 1}, {port: 2, protocol: UDP}] | ip saddr [.2] meta l4proto tcp th dport { 1 } return; ip saddr [.2] meta l4proto udp th dport { 2 } return; ip saddr 192.0.2.1 meta l4proto tcp th dport { 1 } return; ip saddr 192.0.2.1 meta l4proto udp th dport { 2 } return
                                                                      """)
        void ingressOfPodA(String from, String ports, String allowed) {
            assertThat(rules(Firewall.INGRESS, TOWN,
                    policy("{podSelector: {matchLabels: {app: a}}, ingress: [{from: " + from + ", ports: " + ports
                            + "}]}")))
                    .isEqualTo(Map.of(".1", allowed.isEmpty() ? "goto denied" : allowed + "; goto denied"));
        }

        @Test
        void egressResolvesNamedPortsOnEachPeer() {
            assertThat(rules(Firewall.EGRESS, TOWN,
                    policy("""
                           {podSelector: {matchLabels: {app: a}}, policyTypes: [Egress],
                            egress: [{to: [{namespaceSelector: {}}], ports: [{port: web}, {port: 1}]}]}""")))
                    .isEqualTo(Map.of(".1", "ip daddr [.1, .2, .3, .4] meta l4proto tcp th dport { 1 } return; "
                            + "ip daddr [.1, .3] meta l4proto tcp th dport { 8080 } return; "
                            + "ip daddr [.2] meta l4proto tcp th dport { 9090 } return; goto denied"));
        }

        @ParameterizedTest(name = "{0} isolates ingress of {1} and egress of {2}")
        @CsvSource(delimiter = '|', textBlock = """
                                                {podSelector: {}}                                          | [.1, .2] | []
                                                {podSelector: {}, egress: [{}]}                            | [.1, .2] | [.1, .2]
                                                {podSelector: {}, egress: []}                              | [.1, .2] | []
                                                {podSelector: {}, ingress: , egress: }                     | [.1, .2] | []
                                                {podSelector: {}, policyTypes: [Egress]}                   | []       | [.1, .2]
                                                {podSelector: {}, policyTypes: [Ingress], egress: [{}]}    | [.1, .2] | []
                                                {podSelector: {}, policyTypes: [Ingress, Egress]}          | [.1, .2] | [.1, .2]
                                                {podSelector: {matchLabels: {app: b}}}                     | [.2]     | []
                                                {podSelector: {matchLabels: {app: nobody}}}                | []       | []
                                                """)
        void policyTypes(String spec, String ingress, String egress) {
            assertThat(rules(Firewall.INGRESS, TOWN, policy(spec)).keySet()).hasToString(ingress);
            assertThat(rules(Firewall.EGRESS, TOWN, policy(spec)).keySet()).hasToString(egress);
        }

        @Test
        void addUp() {
            assertThat(rules(Firewall.INGRESS, TOWN, policy("{podSelector: {}}"),
                    policy("{podSelector: {}, ingress: [{ports: [{port: 1}]}, {ports: [{port: 2}]}]}")
                            .replace("name: p", "name: q"),
                    policy("{podSelector: {matchLabels: {app: b}}, ingress: [{}]}").replace("name: p", "name: r")))
                    .isEqualTo(Map.of(
                            ".1", "meta l4proto tcp th dport { 1 } return; meta l4proto tcp th dport { 2 } return; "
                                    + "goto denied",
                            ".2", "meta l4proto tcp th dport { 1 } return; meta l4proto tcp th dport { 2 } return; "
                                    + "return; goto denied"));
        }

        @Test
        void holdForIngressAloneWhereEgressIsIgnored() {
            ClusterState state = state(TOWN, policy("{podSelector: {}, policyTypes: [Ingress, Egress]}"));
            WireOptions options = WireOptions.of(EnforcementMode.DROP).withEgressIgnored(true);

            assertThat(NetnsWire.rules(state, List.of(), Set.of(), options).elements())
                    .containsOnlyKeys(Firewall.INGRESS);
        }

        @Test
        void areLeftOutWhereNobodyEnforcesThem() {
            assertThat(ruleset(state(TOWN, policy("{podSelector: {}}")), EnforcementMode.NONE))
                    .isEqualTo(Ruleset.EMPTY);
        }
    }

    @Nested
    class OfServices {

        private static String service(String ports) {
            return """
                   apiVersion: v1
                   kind: Service
                   metadata: {namespace: pay, name: api}
                   spec: {clusterIP: 10.96.0.5, ports: %s}
                   """.formatted(ports);
        }

        private static String slice(String ports, String endpoints) {
            return """
                   apiVersion: discovery.k8s.io/v1
                   kind: EndpointSlice
                   metadata: {namespace: pay, name: api-1, labels: {kubernetes.io/service-name: api}}
                   addressType: IPv4
                   ports: %s
                   endpoints: %s
                   """.formatted(ports, endpoints);
        }

        @Test
        void translateEachPortOfEachProtocol() {
            assertThat(rules(Firewall.SERVICES, service("[{name: a, port: 80}, {name: b, port: 53, protocol: UDP}]"),
                    slice("[{name: a, port: 8080}, {name: b, port: 5353, protocol: UDP}]",
                            "[{addresses: [10.0.0.1]}, {addresses: [10.0.0.2], conditions: {ready: true}}]")))
                    .isEqualTo(Map.of(
                            "10.96.0.5 . tcp . 80",
                            "meta l4proto tcp dnat ip to numgen random mod 2 map { 0 : .1 . 8080, 1 : .2 . 8080 }",
                            "10.96.0.5 . udp . 53",
                            "meta l4proto udp dnat ip to numgen random mod 2 map { 0 : .1 . 5353, 1 : .2 . 5353 }"));
        }

        @Test
        void withOneEndpointNeedNoChoice() {
            assertThat(rules(Firewall.SERVICES, service("[{port: 80}]"),
                    slice("[{port: 8080}]", "[{addresses: [10.0.0.1]}]")))
                    .isEqualTo(Map.of("10.96.0.5 . tcp . 80", "meta l4proto tcp dnat ip to .1:8080"));
        }

        @ParameterizedTest(name = "ports {0}, endpoints {1}")
        @CsvSource(delimiter = '|', textBlock = """
                                                [{name: web, port: 8080}]                | [{addresses: [10.0.0.1], conditions: {ready: false}}]
                                                [{name: web, port: 8080}]                | []
                                                [{name: other, port: 8080}]              | [{addresses: [10.0.0.1]}]
                                                [{name: web, port: 8080, protocol: UDP}] | [{addresses: [10.0.0.1]}]
                                                """)
        void withoutAReadyEndpointForThePortRefuse(String ports, String endpoints) {
            Ruleset ruleset = ruleset(state(service("[{name: web, port: 80}]"), slice(ports, endpoints)),
                    EnforcementMode.NONE);

            assertThat(ruleset.elements())
                    .isEqualTo(Map.of(Firewall.UNSERVED, Map.of("10.96.0.5 . tcp . 80", "")));
        }

        @Test
        void withoutClusterIpHaveNoRules() {
            assertThat(ruleset(state(service("[{port: 80}]").replace("10.96.0.5", "None")),
                    EnforcementMode.NONE)).isEqualTo(Ruleset.EMPTY);
        }
    }

    @Nested
    class Changes {

        private static Ruleset chains(Map<String, List<String>> chainsByKey) {
            Ruleset.Builder rules = new Ruleset.Builder();
            chainsByKey.forEach((key, lines) -> rules.element("map", key, "jump " + rules.chain(lines)));
            return rules.build();
        }

        @Test
        void ofNothingAreNone() {
            Ruleset ruleset = chains(Map.of("1.1.1.1", List.of("drop")));

            assertThat(ruleset.stepsTo(ruleset, "t")).isEmpty();
        }

        @Test
        void makeBeforePointingAndPointBeforeRemoving() {
            Ruleset before = chains(Map.of("1.1.1.1", List.of("drop"), "2.2.2.2", List.of("drop")));
            Ruleset after = chains(Map.of("1.1.1.1", List.of("return")));
            String old = before.chains().firstKey();
            String fresh = after.chains().firstKey();

            assertThat(before.stepsTo(after, "t")).containsExactly(
                    "add chain t " + fresh,
                    "add rule t " + fresh + " return",
                    "delete element t map { 1.1.1.1, 2.2.2.2 }\nadd element t map { 1.1.1.1 : jump " + fresh + " }",
                    "flush chain t " + old + "\ndelete chain t " + old);
        }

        @Test
        void comeInSmallTransactions() {
            List<String> steps = IntStream.range(0, 120).mapToObj(i -> "step " + i).toList();

            List<String> transactions = Firewall.transactions(steps);

            assertThat(transactions).hasSize(3);
            assertThat(String.join("", transactions).lines()).containsExactlyElementsOf(steps);
        }
    }
}
