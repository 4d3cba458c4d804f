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
 * One row or more for each rule of AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy.
 *
 * @see <a href="https://network-policy-api.sigs.k8s.io/api-overview/">Network Policy API</a>
 */
class AdminPolicySemanticsTests {

    private static final String FLOW = "shop/checkout > payments/api";
    private static final String ALL = "{namespaces: {}}";

    private static World world() {
        return new World()
                .namespace("shop", "team=store").namespace("payments", "team=money")
                .node("n1", "192.168.0.1", "zone=a").node("n2", "192.168.0.2", "zone=b")
                .pod("shop/checkout", "10.1.0.1", List.of("app=checkout"), "spec: {nodeName: n1}")
                .pod("shop/other", "10.1.0.2", List.of("app=other"), "spec: {nodeName: n1}")
                .pod("payments/api", "10.1.2.1", List.of("app=api"), "spec: {nodeName: n1}")
                .pod("payments/agent", "192.168.0.2", List.of("app=api"), "spec: {hostNetwork: true, nodeName: n2}")
                .pod("payments/stray", "192.168.0.9", List.of("app=api"), "spec: {hostNetwork: true, nodeName: n9}");
    }

    @ParameterizedTest(name = "{0}: {2} is {3}")
    @MethodSource({"tiers", "priorities", "subjects", "peers", "ports", "failingClosed", "successor",
            "successorInBeta"})
    void followsTheApi(String sentence, String policies, String flow, String expected) {
        DeclaredPolicies declared = world().policies(policies).declared();

        FlowVerdict verdict = declared.judge(World.flow(flow));

        assertThat(verdict.decision().name().toLowerCase(Locale.ROOT)).as("%s%n%s", sentence, verdict)
                .isEqualTo(expected);
        assertThat(declared.decide(World.flow(flow))).as("the fast way").isEqualTo(verdict.decision());
    }

    static Stream<Arguments> tiers() {
        String netpolDeny = "payments/deny: {podSelector: {}, policyTypes: [Ingress]}\n";
        String netpolAllow = "payments/allow: {podSelector: {}, ingress: [{}]}\n";
        String baselineDeny = banp("Deny");
        return Stream.of(
                row("Deny denies", anp("a", 1, "Deny"), FLOW, "denied"),
                row("Deny goes before what a NetworkPolicy allows", anp("a", 1, "Deny") + netpolAllow, FLOW, "denied"),
                row("Allow goes before what a NetworkPolicy denies", anp("a", 1, "Allow") + netpolDeny, FLOW,
                        "allowed"),
                row("Allow goes before the baseline", anp("a", 1, "Allow") + baselineDeny, FLOW, "allowed"),
                row("Pass leaves it to NetworkPolicies", anp("a", 1, "Pass") + netpolDeny, FLOW, "denied"),
                row("Pass leaves it to NetworkPolicies", anp("a", 1, "Pass") + netpolAllow + baselineDeny, FLOW,
                        "allowed"),
                row("Pass leaves it to the baseline where no NetworkPolicy selects the pod",
                        anp("a", 1, "Pass") + baselineDeny, FLOW, "denied"),
                row("Pass skips the remaining policies of its kind", anp("a", 1, "Pass") + anp("b", 2, "Deny"), FLOW,
                        "allowed"),
                row("What no rule matches goes on to NetworkPolicies",
                        "AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, ingress: [{action: Allow, "
                                + "from: [{namespaces: {matchLabels: {team: none}}}]}]}\n" + netpolDeny,
                        FLOW, "denied"),
                row("The baseline acts on pods that no NetworkPolicy selects", baselineDeny, FLOW, "denied"),
                row("A NetworkPolicy that isolates ends it before the baseline", baselineDeny + netpolAllow, FLOW,
                        "allowed"),
                row("A NetworkPolicy of the other direction doesn't keep the baseline away",
                        baselineDeny + "payments/out: {podSelector: {}, policyTypes: [Egress]}", FLOW, "denied"),
                row("The baseline allows", banp("Allow"), FLOW, "allowed"),
                row("A policy without rules for a direction doesn't affect it",
                        "AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, egress: [{action: Allow, to: ["
                                + ALL + "]}]}\n" + netpolDeny,
                        FLOW, "denied"),
                row("Allowed egress still needs ingress",
                        "AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, egress: [{action: Allow, to: ["
                                + ALL + "]}]}\n" + netpolDeny,
                        FLOW, "denied"),
                row("A pod that reaches its own address is not subject to it", anp("a", 1, "Deny"),
                        "payments/api > payments/api", "allowed"));
    }

    static Stream<Arguments> priorities() {
        return Stream.of(
                row("The lower priority value goes first", anp("a", 5, "Allow") + anp("b", 4, "Deny"), FLOW, "denied"),
                row("The lower priority value goes first", anp("a", 3, "Allow") + anp("b", 4, "Deny"), FLOW, "allowed"),
                row("Within a policy the upper rule goes first",
                        "AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: ["
                                + ALL + "]}, {action: Allow, from: [" + ALL + "]}]}",
                        FLOW, "denied"),
                row("Equal priorities that disagree are unknown", anp("a", 1, "Allow") + anp("b", 1, "Deny"), FLOW,
                        "unknown"),
                row("Equal priorities that agree are no conflict", anp("a", 1, "Deny") + anp("b", 1, "Deny"), FLOW,
                        "denied"),
                row("Equal priorities of which one matches are no conflict",
                        anp("a", 1, "Deny") + "AdminNetworkPolicy b: {priority: 1, subject: {namespaces: {}}, ingress: "
                                + "[{action: Allow, from: [{namespaces: {matchLabels: {team: none}}}]}]}",
                        FLOW, "denied"),
                row("Equal priorities that disagree don't matter where a lower one decides",
                        anp("a", 1, "Allow") + anp("b", 1, "Deny") + anp("c", 0, "Allow"), FLOW, "allowed"),
                row("A priority beyond 1000 is refused", anp("a", 1001, "Deny"), FLOW, "unknown"),
                row("The two generations of the API have no order between them",
                        anp("a", 1, "Allow") + cnp("b", "Admin", 2, "Deny"), FLOW, "unknown"));
    }

    static Stream<Arguments> subjects() {
        return Stream.of(
                subject("namespaces selects all pods of namespaces", "{namespaces: {matchLabels: {team: money}}}", FLOW,
                        "denied"),
                subject("namespaces: others are free", "{namespaces: {matchLabels: {team: store}}}", FLOW, "allowed"),
                subject("pods needs both selectors", "{pods: {namespaceSelector: {matchLabels: {team: money}}, "
                        + "podSelector: {matchLabels: {app: api}}}}", FLOW, "denied"),
                subject("pods needs both selectors", "{pods: {namespaceSelector: {matchLabels: {team: money}}, "
                        + "podSelector: {matchLabels: {app: x}}}}", FLOW, "allowed"),
                subject("pods with empty selectors are all", "{pods: {namespaceSelector: {}, podSelector: {}}}", FLOW,
                        "denied"),
                subject("Pods in the node's network are no subject", "{namespaces: {}}",
                        "shop/checkout > payments/agent", "allowed"),
                subject("Exactly one field is set", "{namespaces: {}, pods: {podSelector: {}}}", FLOW, "unknown"),
                subject("Exactly one field is set", "{}", FLOW, "unknown"));
    }

    static Stream<Arguments> peers() {
        return Stream.of(
                to("namespaces", "{namespaces: {matchLabels: {team: money}}}", FLOW, "denied"),
                to("namespaces", "{namespaces: {matchLabels: {team: store}}}", FLOW, "allowed"),
                to("pods", "{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: api}}}}", FLOW, "denied"),
                to("pods", "{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: x}}}}", FLOW, "allowed"),
                to("Any peer is enough", "{namespaces: {matchLabels: {team: x}}}, {namespaces: {}}", FLOW, "denied"),
                to("Pods in the node's network are in no namespace peer", "{namespaces: {}}",
                        "shop/checkout > payments/agent", "allowed"),
                to("networks", "{networks: [203.0.113.0/24]}", "shop/checkout > 203.0.113.1", "denied"),
                to("networks", "{networks: [203.0.113.0/24]}", "shop/checkout > 203.0.114.1", "allowed"),
                to("networks hold pods of the cluster, too", "{networks: [0.0.0.0/0]}", FLOW, "denied"),
                to("networks hold nodes, too", "{networks: [192.168.0.0/24]}", "shop/checkout > payments/agent",
                        "denied"),
                to("nodes selects nodes by their labels", "{nodes: {matchLabels: {zone: b}}}",
                        "shop/checkout > 192.168.0.2", "denied"),
                to("nodes selects nodes by their labels", "{nodes: {matchLabels: {zone: a}}}",
                        "shop/checkout > 192.168.0.2", "allowed"),
                to("An empty nodes selects all nodes", "{nodes: {}}", "shop/checkout > payments/agent", "denied"),
                to("nodes selects no pods", "{nodes: {}}", FLOW, "allowed"),
                to("A node whose labels are not known may be selected", "{nodes: {matchLabels: {zone: b}}}",
                        "shop/checkout > payments/stray", "unknown"),
                to("What a domain name resolves to is not known", "{domainNames: [example.org]}",
                        "shop/checkout > 203.0.113.1", "unknown"),
                to("A domain name means no pod", "{domainNames: [example.org]}", FLOW, "allowed"),
                to("A network that is no CIDR", "{networks: [10.0.0.1]}", FLOW, "unknown"));
    }

    static Stream<Arguments> ports() {
        return Stream.of(
                port("portNumber", "{portNumber: {protocol: TCP, port: 8080}}", "TCP 8080", "denied"),
                port("portNumber", "{portNumber: {protocol: TCP, port: 8080}}", "TCP 8081", "allowed"),
                port("portNumber: protocol defaults to TCP", "{portNumber: {port: 53}}", "UDP 53", "allowed"),
                port("portNumber of UDP", "{portNumber: {protocol: UDP, port: 53}}", "UDP 53", "denied"),
                port("portRange", "{portRange: {start: 8000, end: 8080}}", "TCP 8080", "denied"),
                port("portRange", "{portRange: {start: 8000, end: 8080}}", "TCP 8081", "allowed"),
                port("portRange upside down", "{portRange: {start: 8080, end: 8000}}", "TCP 8080", "unknown"),
                port("namedPort", "{namedPort: http}", "TCP 8080", "denied"),
                port("namedPort brings its own protocol", "{namedPort: dns}", "UDP 53", "denied"),
                port("namedPort brings its own protocol", "{namedPort: dns}", "TCP 53", "allowed"),
                port("Several are ORed", "{namedPort: http}, {portNumber: {port: 1}}", "TCP 1", "denied"),
                port("Exactly one field is set", "{namedPort: http, portNumber: {port: 1}}", "TCP 1", "unknown"),
                row("Ports not set: no filter by port", anp("a", 1, "Deny"), FLOW + " SCTP 9", "denied"));
    }

    static Stream<Arguments> failingClosed() {
        String peer = "AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, ingress: [{action: %s, from: "
                + "[{spaceships: {}}], ports: [{portNumber: {port: 1}}]}, {action: Allow, from: [{namespaces: {}}]}]}\n"
                + "payments/deny: {podSelector: {}, policyTypes: [Ingress]}";
        return Stream.of(
                row("Allow with an unknown peer matches nothing", peer.formatted("Allow"), FLOW + " TCP 1", "allowed"),
                row("Deny with an unknown peer denies all", peer.formatted("Deny"), FLOW, "denied"),
                row("Pass with an unknown peer denies all", peer.formatted("Pass"), FLOW, "denied"),
                row("An unknown action can't be evaluated", anp("a", 1, "Log"), FLOW, "unknown"),
                row("The baseline has no Pass", banp("Pass"), FLOW, "unknown"),
                row("A rule needs peers", "AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, ingress: "
                        + "[{action: Deny, from: []}]}", FLOW, "unknown"),
                row("A rule that can't be read leaves the pods in peace that it doesn't select",
                        "AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {matchLabels: {team: x}}}, ingress: "
                                + "[{action: Log, from: []}]}",
                        FLOW, "allowed"),
                row("An unknown kind of the group can't be evaluated", "RegionNetworkPolicy a: {priority: 1}", FLOW,
                        "unknown"));
    }

    static Stream<Arguments> successor() {
        String netpolDeny = "payments/deny: {podSelector: {}, policyTypes: [Ingress]}\n";
        return Stream.of(
                row("Accept in the Admin tier", cnp("a", "Admin", 1, "Accept") + netpolDeny, FLOW, "allowed"),
                row("Deny in the Admin tier", cnp("a", "Admin", 1, "Deny"), FLOW, "denied"),
                row("Pass goes to the next tier", cnp("a", "Admin", 1, "Pass") + cnp("b", "Admin", 2, "Accept")
                        + netpolDeny, FLOW, "denied"),
                row("Deny in the Baseline tier", cnp("a", "Baseline", 1, "Deny"), FLOW, "denied"),
                row("The Baseline tier has priorities, too",
                        cnp("a", "Baseline", 2, "Deny") + cnp("b", "Baseline", 1, "Accept"), FLOW, "allowed"),
                row("Pass in the Baseline tier ends in the default", cnp("a", "Baseline", 2, "Deny")
                        + cnp("b", "Baseline", 1, "Pass"), FLOW, "allowed"),
                row("A NetworkPolicy that isolates ends it before the Baseline tier",
                        cnp("a", "Baseline", 1, "Accept") + netpolDeny, FLOW, "denied"),
                row("Equal priorities of different tiers are no conflict",
                        cnp("a", "Baseline", 1, "Deny") + cnp("b", "Admin", 1, "Accept"), FLOW, "allowed"),
                row("Equal priorities of one tier that disagree are unknown",
                        cnp("a", "Baseline", 1, "Deny") + cnp("b", "Baseline", 1, "Accept"), FLOW, "unknown"),
                row("Accept in the Baseline tier", cnp("a", "Baseline", 1, "Accept"), FLOW, "allowed"),
                row("Pass in the Admin tier leaves it to the Baseline tier where no NetworkPolicy selects the pod",
                        cnp("a", "Admin", 1, "Pass") + cnp("b", "Baseline", 1, "Deny"), FLOW, "denied"),
                row("Equal priorities of one tier that agree are no conflict",
                        cnp("a", "Admin", 1, "Deny") + cnp("b", "Admin", 1, "Deny"), FLOW, "denied"),
                row("A priority beyond 1000 is refused", cnp("a", "Admin", 1001, "Deny"), FLOW, "unknown"),
                row("The Baseline tier needs a priority, too",
                        cnp("a", "Baseline", 1, "Deny").replace("priority: 1, ", ""),
                        FLOW, "unknown"),
                row("Namespaces are selected by name",
                        "ClusterNetworkPolicy a: {tier: Admin, priority: 1, subject: {namespaces: {matchLabels: "
                                + "{kubernetes.io/metadata.name: payments}}}, ingress: [{action: Deny, from: ["
                                + "{namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}]}",
                        FLOW, "denied"),
                row("Namespaces of other names are not meant",
                        "ClusterNetworkPolicy a: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: "
                                + "[{action: Deny, from: [{namespaces: {matchLabels: {kubernetes.io/metadata.name: "
                                + "payments}}}]}]}",
                        FLOW, "allowed"),
                row("A Pass of pods before a Deny of networks spares the cluster",
                        "ClusterNetworkPolicy a: {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: "
                                + "[{action: Pass, to: [" + ALL + "]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]}",
                        FLOW, "allowed"),
                row("A Pass of pods before a Deny of networks spares nobody outside",
                        "ClusterNetworkPolicy a: {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: "
                                + "[{action: Pass, to: [" + ALL + "]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]}",
                        "shop/checkout > 203.0.113.1", "denied"),
                row("nodes in the successor",
                        "ClusterNetworkPolicy a: {tier: Admin, priority: 1, subject: {namespaces: "
                                + "{}}, egress: [{action: Deny, to: [{nodes: {matchLabels: {zone: b}}}]}]}",
                        "shop/checkout > 192.168.0.2", "denied"),
                row("domainNames in the successor", "ClusterNetworkPolicy a: {tier: Admin, priority: 1, subject: "
                        + "{namespaces: {}}, egress: [{action: Accept, to: [{domainNames: ['*.example.org']}]}, {action: "
                        + "Deny, to: [{networks: [0.0.0.0/0]}]}]}",
                        "shop/checkout > 203.0.113.1", "unknown"),
                row("An address outside has no named port",
                        "ClusterNetworkPolicy a: {tier: Admin, priority: 1, subject: "
                                + "{namespaces: {}}, egress: [{action: Deny, to: [{networks: [203.0.113.0/24]}], protocols: "
                                + "[{destinationNamedPort: http}]}]}",
                        "shop/checkout > 203.0.113.1 TCP 8080", "allowed"),
                row("Accept with an unknown peer matches nothing",
                        cnp("a", "Admin", 1, "Accept").replace("{namespaces: {}}]", "{spaceships: {}}]") + netpolDeny,
                        FLOW,
                        "denied"),
                row("Deny with an unknown peer denies all",
                        cnp("a", "Admin", 1, "Deny").replace("{namespaces: {}}]", "{spaceships: {}}]"), FLOW, "denied"),
                row("Pass with an unknown peer denies all",
                        cnp("a", "Admin", 1, "Pass").replace("{namespaces: {}}]", "{spaceships: {}}]"), FLOW, "denied"),
                row("v1beta1 reads the same", cnp("a", "Admin", 1, "Deny").replace("Policy ", "Policy@v1beta1 "), FLOW,
                        "denied"),
                row("A version to come can't be evaluated",
                        cnp("a", "Admin", 1, "Deny").replace("Policy ", "Policy@v9 "), FLOW, "unknown"),
                row("A tier to come can't be evaluated", cnp("a", "Middle", 1, "Deny"), FLOW, "unknown"),
                row("Allow is not a word of this API", cnp("a", "Admin", 1, "Allow"), FLOW, "unknown"),
                protocol("tcp with a number", "{tcp: {destinationPort: {number: 8080}}}", "TCP 8080", "denied"),
                protocol("tcp with a number", "{tcp: {destinationPort: {number: 8080}}}", "UDP 8080", "allowed"),
                protocol("tcp with a range", "{tcp: {destinationPort: {range: {start: 1, end: 9}}}}", "TCP 9",
                        "denied"),
                protocol("tcp with a range", "{tcp: {destinationPort: {range: {start: 1, end: 9}}}}", "TCP 10",
                        "allowed"),
                protocol("tcp without a port", "{tcp: {}}", "TCP 10", "denied"),
                protocol("A range upside down", "{tcp: {destinationPort: {range: {start: 9, end: 1}}}}", "TCP 9",
                        "unknown"),
                protocol("sctp with a range", "{sctp: {destinationPort: {range: {start: 1, end: 9}}}}", "SCTP 9",
                        "denied"),
                protocol("Several are ORed", "{sctp: {}}, {udp: {destinationPort: {number: 53}}}", "UDP 53", "denied"),
                protocol("Exactly one field is set", "{tcp: {}, udp: {}}", "TCP 1", "unknown"),
                protocol("destinationNamedPort", "{destinationNamedPort: nowhere}", "TCP 8080", "allowed"),
                protocol("udp", "{udp: {destinationPort: {number: 53}}}", "UDP 53", "denied"),
                protocol("sctp", "{sctp: {destinationPort: {number: 53}}}", "SCTP 53", "denied"),
                protocol("destinationNamedPort", "{destinationNamedPort: dns}", "UDP 53", "denied"),
                protocol("destinationNamedPort", "{destinationNamedPort: dns}", "TCP 53", "allowed"),
                protocol("A protocol to come", "{quic: {}}", "TCP 1", "unknown"));
    }

    /** v1beta1 differs from v1alpha2 in what an API server refuses, and in nothing that is evaluated. */
    static Stream<Arguments> successorInBeta() {
        return successor().map(Arguments::get)
                .filter(row -> !((String) row[1]).contains("@"))
                .map(row -> arguments("v1beta1: " + row[0],
                        ((String) row[1]).replace("ClusterNetworkPolicy ", "ClusterNetworkPolicy@v1beta1 "), row[2],
                        row[3]));
    }

    private static String anp(String name, int priority, String action) {
        return "AdminNetworkPolicy " + name + ": {priority: " + priority
                + ", subject: {namespaces: {matchLabels: {team: "
                + "money}}}, ingress: [{action: " + action + ", from: [" + ALL + "]}]}\n";
    }

    private static String banp(String action) {
        return "BaselineAdminNetworkPolicy default: {subject: {namespaces: {matchLabels: {team: money}}}, ingress: "
                + "[{action: " + action + ", from: [" + ALL + "]}]}\n";
    }

    private static String cnp(String name, String tier, int priority, String action) {
        return "ClusterNetworkPolicy " + name + ": {tier: " + tier + ", priority: " + priority
                + ", subject: {namespaces: "
                + "{matchLabels: {team: money}}}, ingress: [{action: " + action + ", from: [" + ALL + "]}]}\n";
    }

    private static Arguments row(String sentence, String policies, String flow, String expected) {
        return arguments(sentence, policies, flow, expected);
    }

    private static Arguments subject(String sentence, String subject, String flow, String expected) {
        return row(sentence, "AdminNetworkPolicy a: {priority: 1, subject: " + subject
                + ", ingress: [{action: Deny, from: [" + ALL + "]}]}", flow, expected);
    }

    private static Arguments to(String sentence, String peers, String flow, String expected) {
        return row(sentence,
                "AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: ["
                        + peers + "]}]}",
                flow, expected);
    }

    private static Arguments port(String sentence, String ports, String flow, String expected) {
        return row(sentence,
                "AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: ["
                        + ALL + "], ports: [" + ports + "]}]}",
                FLOW + " " + flow, expected);
    }

    private static Arguments protocol(String sentence, String protocols, String flow, String expected) {
        return row(sentence, "ClusterNetworkPolicy a: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: "
                + "[{action: Deny, from: [" + ALL + "], protocols: [" + protocols + "]}]}", FLOW + " " + flow,
                expected);
    }
}
