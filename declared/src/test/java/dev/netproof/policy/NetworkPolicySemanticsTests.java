package dev.netproof.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One row or more for each sentence on semantics in Kubernetes' documentation of NetworkPolicy.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network Policies</a>
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/">Reference</a>
 */
class NetworkPolicySemanticsTests {

    private static final String TO_API = "shop/checkout > payments/api";
    private static final String EXAMPLE = """
                                          default/test-network-policy: {podSelector: {matchLabels: {role: db}}, policyTypes: [Ingress, Egress], \
                                          ingress: [{from: [{ipBlock: {cidr: 172.17.0.0/16, except: [172.17.1.0/24]}}, \
                                          {namespaceSelector: {matchLabels: {project: myproject}}}, {podSelector: {matchLabels: {role: frontend}}}], \
                                          ports: [{protocol: TCP, port: 6379}]}], \
                                          egress: [{to: [{ipBlock: {cidr: 10.0.0.0/24}}], ports: [{protocol: TCP, port: 5978}]}]}
                                          """;

    private static World world() {
        return new World()
                .namespace("shop", "team=store").namespace("payments", "team=money").namespace("legacy")
                .namespace("default").namespace("mine", "project=myproject")
                .node("n1", "192.168.0.1").node("n2", "192.168.0.2")
                .pod("shop/checkout", "10.1.0.1", List.of("app=checkout", "tier=web"))
                .pod("shop/other", "10.1.0.2", List.of("app=other"))
                .pod("legacy/checkout", "10.1.1.1", List.of("app=checkout"))
                .pod("payments/api", "10.1.2.1 fd00::2:1", List.of("app=api"), "spec: {nodeName: n1}")
                .pod("payments/batch", "10.1.2.2 fd00::2:2", List.of("app=batch"), "spec: {nodeName: n2}")
                .pod("payments/done", "10.1.2.3", List.of("app=api"), "status: {phase: Succeeded}")
                .pod("payments/agent", "192.168.0.2", List.of("app=batch"),
                        "spec: {hostNetwork: true, nodeName: n2}")
                .pod("default/db", "10.1.3.1", List.of("role=db"))
                .pod("default/frontend", "10.1.3.2", List.of("role=frontend"))
                .pod("default/backend", "10.1.3.3", List.of("role=backend"))
                .pod("mine/any", "10.1.4.1", List.of());
    }

    @ParameterizedTest(name = "{0}: {2} is {3}")
    @MethodSource({"isolation", "combination", "defaults", "selectors", "addresses", "ports", "example", "nodes"})
    void followsTheDocumentation(String sentence, String policies, String flow, String expected) {
        DeclaredPolicies declared = world().policies(policies).declared();

        FlowVerdict verdict = declared.judge(World.flow(flow));

        String said = switch (verdict.decision()) {
            case ALLOWED, UNKNOWN -> verdict.decision().name().toLowerCase(Locale.ROOT);
            case DENIED -> verdict.egress().decision() != Decision.DENIED ? "denied in"
                    : verdict.ingress().decision() != Decision.DENIED ? "denied out" : "denied both";
        };
        assertThat(said).as("%s%n%s", sentence, verdict).isEqualTo(expected);
        assertThat(declared.decide(World.flow(flow))).as("the fast way").isEqualTo(verdict.decision());
    }

    static Stream<Arguments> isolation() {
        String in = "payments/p: {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress]}";
        String out = "shop/p: {podSelector: {matchLabels: {app: checkout}}, policyTypes: [Egress]}";
        return Stream.of(
                row("By default, a pod is non-isolated for egress and for ingress", "", TO_API, "allowed"),
                row("A pod is isolated for ingress if a policy selects it and has Ingress", in, TO_API, "denied in"),
                row("A policy that doesn't select the pod doesn't isolate it", in, "shop/checkout > payments/batch",
                        "allowed"),
                row("The two directions are independent", in, "payments/api > shop/checkout", "allowed"),
                row("A pod is isolated for egress if a policy selects it and has Egress", out, TO_API, "denied out"),
                row("The two directions are independent", out, "payments/api > shop/checkout", "allowed"),
                row("A policy acts in its own namespace only", out, "legacy/checkout > payments/api", "allowed"),
                row("Only what some ingress list allows comes into an isolated pod",
                        "payments/p: {podSelector: {}, ingress: [{ports: [{port: 8080}]}]}", TO_API + " TCP 8081",
                        "denied in"),
                row("Only what some egress list allows leaves an isolated pod",
                        "shop/p: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 8080}]}]}",
                        TO_API + " TCP 8081", "denied out"),
                row("Both the source's egress and the destination's ingress must allow", in + "\n" + out, TO_API,
                        "denied both"),
                row("Both the source's egress and the destination's ingress must allow",
                        in + "\nshop/p: {podSelector: {}, policyTypes: [Egress], egress: [{}]}", TO_API, "denied in"),
                row("A pod reaches its own address whatever the policies say", in, "payments/api > payments/api",
                        "allowed"));
    }

    static Stream<Arguments> combination() {
        String deny = "payments/deny: {podSelector: {}, policyTypes: [Ingress]}\n";
        String web = "payments/web: {podSelector: {}, ingress: [{ports: [{port: 8080}]}]}\n";
        String metrics = "payments/metrics: {podSelector: {}, ingress: [{ports: [{port: 9090}]}]}\n";
        return Stream.of(
                row("Policies are additive: what one allows is allowed", deny + web, TO_API, "allowed"),
                row("The order of evaluation doesn't matter", web + deny, TO_API, "allowed"),
                row("The allowed set is the union", web + metrics, TO_API, "allowed"),
                row("The allowed set is the union", web + metrics, TO_API + " TCP 9090", "allowed"),
                row("The allowed set is the union", web + metrics, TO_API + " TCP 9091", "denied in"),
                row("Rules of one policy are a union",
                        "payments/p: {podSelector: {}, ingress: [{ports: [{port: 1}]}, {ports: [{port: 8080}]}]}",
                        TO_API, "allowed"),
                row("With an allow-all policy no other can cause a denial",
                        deny + "payments/all: {podSelector: {}, ingress: [{}]}", TO_API, "allowed"),
                row("Allow all egress",
                        "shop/p: {podSelector: {}, policyTypes: [Egress]}\n"
                                + "shop/all: {podSelector: {}, egress: [{}], policyTypes: [Egress]}",
                        TO_API, "allowed"),
                row("Default deny all ingress and all egress",
                        "payments/p: {podSelector: {}, policyTypes: [Ingress, Egress]}",
                        "payments/api > payments/batch", "denied both"));
    }

    static Stream<Arguments> defaults() {
        return Stream.of(
                row("policyTypes omitted: Ingress always", "payments/p: {podSelector: {}}", TO_API, "denied in"),
                row("policyTypes omitted: no Egress without egress rules", "payments/p: {podSelector: {}, egress: []}",
                        "payments/api > shop/checkout", "allowed"),
                row("policyTypes omitted: Egress if there are egress rules",
                        "payments/p: {podSelector: {}, egress: [{ports: [{port: 1}]}]}",
                        "payments/api > shop/checkout", "denied out"),
                row("policyTypes omitted: Ingress even with egress rules alone",
                        "payments/p: {podSelector: {}, egress: [{}]}", TO_API, "denied in"),
                row("policyTypes empty is policyTypes omitted", "payments/p: {podSelector: {}, policyTypes: []}",
                        TO_API, "denied in"),
                row("Egress alone leaves ingress free", "payments/p: {podSelector: {}, policyTypes: [Egress]}", TO_API,
                        "allowed"),
                row("Rules of a direction that isn't listed mean nothing",
                        "payments/p: {podSelector: {}, policyTypes: [Egress], ingress: [{ports: [{port: 1}]}]}", TO_API,
                        "allowed"),
                row("An empty ingress list allows nothing", "payments/p: {podSelector: {}, ingress: []}", TO_API,
                        "denied in"),
                row("One empty rule allows everything", "payments/p: {podSelector: {}, ingress: [{}]}", TO_API,
                        "allowed"),
                row("Missing from means every source",
                        "payments/p: {podSelector: {}, ingress: [{ports: [{port: 8080}]}]}",
                        "203.0.113.1 > payments/api", "allowed"),
                row("Empty from means every source",
                        "payments/p: {podSelector: {}, ingress: [{from: [], ports: [{port: 8080}]}]}", TO_API,
                        "allowed"),
                row("Missing ports means every port",
                        "payments/p: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}",
                        TO_API + " SCTP 7", "allowed"),
                row("Empty ports means every port",
                        "payments/p: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}], ports: []}]}",
                        TO_API + " UDP 7", "allowed"),
                row("A rule needs both from and ports to match",
                        "payments/p: {podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 8080}]}]}",
                        TO_API, "denied in"));
    }

    static Stream<Arguments> selectors() {
        return Stream.of(
                from("An empty podSelector selects all pods of the namespace", "{podSelector: {}}",
                        "payments/batch > payments/api", "allowed"),
                from("podSelector alone means the policy's own namespace", "{podSelector: {}}", TO_API, "denied in"),
                from("podSelector alone means the policy's own namespace",
                        "{podSelector: {matchLabels: {app: checkout}}}",
                        TO_API, "denied in"),
                from("An empty namespaceSelector means all namespaces", "{namespaceSelector: {}}", TO_API, "allowed"),
                from("A pod peer is no address outside the cluster", "{namespaceSelector: {}}",
                        "203.0.113.1 > payments/api", "denied in"),
                from("namespaceSelector alone means all pods of it",
                        "{namespaceSelector: {matchLabels: {team: store}}}",
                        "shop/other > payments/api", "allowed"),
                from("namespaceSelector selects by the namespace's labels",
                        "{namespaceSelector: {matchLabels: {team: store}}}", "legacy/checkout > payments/api",
                        "denied in"),
                from("A namespace is selected by its name through an immutable label",
                        "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: legacy}}}",
                        "legacy/checkout > payments/api", "allowed"),
                from("Selectors in one peer are ANDed",
                        "{namespaceSelector: {matchLabels: {team: store}}, podSelector: {matchLabels: {app: checkout}}}",
                        TO_API, "allowed"),
                from("Selectors in one peer are ANDed",
                        "{namespaceSelector: {matchLabels: {team: store}}, podSelector: {matchLabels: {app: checkout}}}",
                        "shop/other > payments/api", "denied in"),
                from("Selectors in one peer are ANDed",
                        "{namespaceSelector: {matchLabels: {team: store}}, podSelector: {matchLabels: {app: checkout}}}",
                        "legacy/checkout > payments/api", "denied in"),
                from("Peers of one list are ORed",
                        "{namespaceSelector: {matchLabels: {team: store}}}, {podSelector: {matchLabels: {app: batch}}}",
                        "shop/other > payments/api", "allowed"),
                from("Peers of one list are ORed",
                        "{namespaceSelector: {matchLabels: {team: store}}}, {podSelector: {matchLabels: {app: batch}}}",
                        "payments/batch > payments/api", "allowed"),
                from("matchExpressions In", "{namespaceSelector: {matchExpressions: [{key: team, operator: In, "
                        + "values: [store, x]}]}}", TO_API, "allowed"),
                from("matchExpressions In needs the key", "{namespaceSelector: {matchExpressions: [{key: team, "
                        + "operator: In, values: [store, x]}]}}", "legacy/checkout > payments/api", "denied in"),
                from("matchExpressions NotIn", "{namespaceSelector: {matchExpressions: [{key: team, operator: NotIn, "
                        + "values: [store]}]}}", TO_API, "denied in"),
                from("matchExpressions NotIn holds without the key",
                        "{namespaceSelector: {matchExpressions: [{key: team, "
                                + "operator: NotIn, values: [store]}]}}",
                        "legacy/checkout > payments/api", "allowed"),
                from("matchExpressions Exists",
                        "{namespaceSelector: {matchExpressions: [{key: team, operator: Exists}]}}",
                        TO_API, "allowed"),
                from("matchExpressions DoesNotExist", "{namespaceSelector: {matchExpressions: [{key: team, "
                        + "operator: DoesNotExist}]}}", TO_API, "denied in"),
                from("Everything in a selector must hold", "{namespaceSelector: {}, podSelector: {matchLabels: {app: "
                        + "checkout}, matchExpressions: [{key: tier, operator: Exists}]}}", TO_API, "allowed"),
                from("Everything in a selector must hold", "{namespaceSelector: {}, podSelector: {matchLabels: {app: "
                        + "checkout}, matchExpressions: [{key: tier, operator: Exists}]}}",
                        "legacy/checkout > payments/api", "denied in"),
                row("Pods that have ended have no network", "", "payments/done > payments/api", "unknown"));
    }

    static Stream<Arguments> addresses() {
        String carved = "{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.128/25, 203.0.113.7/32]}}";
        return Stream.of(
                from("ipBlock allows a range", carved, "203.0.113.1 > payments/api", "allowed"),
                from("ipBlock: what is outside is not meant", carved, "203.0.114.1 > payments/api", "denied in"),
                from("except is carved out", carved, "203.0.113.200 > payments/api", "denied in"),
                from("except is carved out", carved, "203.0.113.7 > payments/api", "denied in"),
                from("Another peer may mean what except carves out", carved + ", {ipBlock: {cidr: 203.0.113.7/32}}",
                        "203.0.113.7 > payments/api", "allowed"),
                from("ipBlock for IPv6", "{ipBlock: {cidr: '2001:db8::/32', except: ['2001:db8:1::/48']}}",
                        "2001:db8::1 > payments/api", "allowed"),
                from("except for IPv6", "{ipBlock: {cidr: '2001:db8::/32', except: ['2001:db8:1::/48']}}",
                        "2001:db8:1::1 > payments/api", "denied in"),
                from("An IPv4 range means no IPv6 address", "{ipBlock: {cidr: 0.0.0.0/0}}",
                        "2001:db8::1 > payments/api",
                        "denied in"),
                from("Families are told apart for one pair of pods", "{ipBlock: {cidr: 0.0.0.0/0}}",
                        "payments/batch > fd00::2:1", "denied in"),
                from("Families are told apart for one pair of pods", "{ipBlock: {cidr: 'fd00::/8'}}",
                        "payments/batch > fd00::2:1", "allowed"),
                from("A pod's address may be in a range", "{ipBlock: {cidr: 10.1.0.0/24}}", TO_API, "allowed"),
                row("Egress to a range", "shop/p: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: "
                        + "{cidr: 203.0.113.0/24}}]}]}", "shop/checkout > 203.0.113.9 TCP 443", "allowed"),
                row("Egress to a range", "shop/p: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: "
                        + "{cidr: 203.0.113.0/24}}]}]}", "shop/checkout > 203.0.112.9 TCP 443", "denied out"),
                row("Nothing is known of two addresses outside", "", "203.0.113.1 > 203.0.113.2", "unknown"),
                row("No common family", "", "shop/checkout > 2001:db8::1", "unknown"));
    }

    static Stream<Arguments> ports() {
        return Stream.of(
                port("protocol defaults to TCP", "{port: 8080}", "TCP 8080", "allowed"),
                port("protocol defaults to TCP", "{port: 53}", "UDP 53", "denied in"),
                port("UDP", "{port: 53, protocol: UDP}", "UDP 53", "allowed"),
                port("SCTP", "{port: 3868, protocol: SCTP}", "SCTP 3868", "allowed"),
                port("SCTP is not TCP", "{port: 3868, protocol: SCTP}", "TCP 3868", "denied in"),
                port("A protocol without a port means all its ports", "{protocol: UDP}", "UDP 1", "allowed"),
                port("A protocol without a port means no other protocol", "{protocol: UDP}", "TCP 1", "denied in"),
                port("An entry without anything means all of TCP", "{}", "TCP 65535", "allowed"),
                port("A named port is the number it has on the pod", "{port: http}", "TCP 8080", "allowed"),
                port("A named port is not the number of another name", "{port: http}", "TCP 9090", "denied in"),
                port("A named port goes with its protocol", "{port: dns}", "TCP 53", "denied in"),
                port("A named port goes with its protocol", "{port: dns, protocol: UDP}", "UDP 53", "allowed"),
                port("A name that no container has means nothing", "{port: nowhere}", "TCP 8080", "denied in"),
                port("endPort: the first", "{port: 8000, endPort: 8080}", "TCP 8000", "allowed"),
                port("endPort: the last", "{port: 8000, endPort: 8080}", "TCP 8080", "allowed"),
                port("endPort: below", "{port: 8000, endPort: 8080}", "TCP 7999", "denied in"),
                port("endPort: above", "{port: 8000, endPort: 8080}", "TCP 8081", "denied in"),
                port("endPort equal to port", "{port: 8080, endPort: 8080}", "TCP 8080", "allowed"),
                port("endPort must be equal to or greater than port", "{port: 8080, endPort: 8000}", "TCP 8080",
                        "unknown"),
                port("endPort needs a port", "{endPort: 8000}", "TCP 8080", "unknown"),
                port("endPort needs a number", "{port: http, endPort: 9000}", "TCP 8080", "unknown"),
                port("Several entries are ORed", "{port: 1}, {port: http}", "TCP 8080", "allowed"),
                row("A named port of egress is the number it has on each target", "shop/p: {podSelector: {}, "
                        + "policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: http}]}]}",
                        TO_API, "allowed"),
                row("An address outside has no named ports", "shop/p: {podSelector: {}, policyTypes: [Egress], "
                        + "egress: [{ports: [{port: http}]}]}", "shop/checkout > 203.0.113.1 TCP 8080", "denied out"));
    }

    static Stream<Arguments> example() {
        return Stream.of(
                row("The page's example", EXAMPLE, "default/frontend > default/db TCP 6379", "allowed"),
                row("The page's example", EXAMPLE, "default/backend > default/db TCP 6379", "denied in"),
                row("The page's example", EXAMPLE, "mine/any > default/db TCP 6379", "allowed"),
                row("The page's example", EXAMPLE, "mine/any > default/db TCP 6380", "denied in"),
                row("The page's example", EXAMPLE, "172.17.0.255 > default/db TCP 6379", "allowed"),
                row("The page's example", EXAMPLE, "172.17.1.0 > default/db TCP 6379", "denied in"),
                row("The page's example", EXAMPLE, "172.17.2.0 > default/db TCP 6379", "allowed"),
                row("The page's example", EXAMPLE, "default/db > 10.0.0.200 TCP 5978", "allowed"),
                row("The page's example", EXAMPLE, "default/db > 10.0.1.0 TCP 5978", "denied out"),
                row("The page's example", EXAMPLE, "default/db > 10.0.0.200 TCP 443", "denied out"),
                row("The page's example", EXAMPLE, "default/frontend > default/backend", "allowed"));
    }

    static Stream<Arguments> nodes() {
        String everyPod = "payments/p: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}";
        return Stream.of(
                row("A pod in the node's network is selected by no peer", everyPod, "payments/agent > payments/api",
                        "denied in"),
                row("A pod in the node's network is meant by its node's address",
                        "payments/p: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.168.0.0/24}}]}]}",
                        "payments/agent > payments/api", "allowed"),
                row("A pod in the node's network is isolated by no policy",
                        "payments/p: {podSelector: {}, policyTypes: [Ingress, Egress]}",
                        "shop/checkout > payments/agent",
                        "unknown"),
                row("A pod in the node's network is isolated by no policy",
                        "payments/p: {podSelector: {}, policyTypes: [Ingress, Egress]}", "payments/agent > 203.0.113.1",
                        "allowed"),
                row("Traffic from a pod's own node is not judged", everyPod, "payments/agent > payments/batch",
                        "unknown"),
                row("Traffic to a pod's own node is not judged", everyPod, "payments/batch > 192.168.0.2", "unknown"),
                row("Traffic from another node is judged by its address", everyPod, "192.168.0.2 > payments/api",
                        "denied in"),
                row("A pod that is nowhere yet may come to any node", everyPod, "shop/checkout > payments/agent",
                        "unknown"));
    }

    private static Arguments row(String sentence, String policies, String flow, String expected) {
        return arguments(sentence, policies, flow, expected);
    }

    private static Arguments from(String sentence, String peers, String flow, String expected) {
        return row(sentence, "payments/p: {podSelector: {matchLabels: {app: api}}, ingress: [{from: [" + peers + "]}]}",
                flow, expected);
    }

    private static Arguments port(String sentence, String ports, String flow, String expected) {
        return row(sentence,
                "payments/p: {podSelector: {matchLabels: {app: api}}, ingress: [{ports: [" + ports + "]}]}",
                TO_API + " " + flow, expected);
    }
}
