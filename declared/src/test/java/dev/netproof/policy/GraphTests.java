package dev.netproof.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTests {

    private static World world() {
        return new World().namespace("shop").namespace("payments")
                .pod("shop/checkout", "10.1.0.1", List.of("app=checkout"))
                .pod("payments/api", "10.1.2.1", List.of("app=api"));
    }

    private static List<String> edges(World world, DeclaredGraph.By by) {
        return world.declared().graph(by).edges().stream().map(
                edge -> edge.source().label() + " > " + edge.destination().label() + ": " + edge.connections())
                .toList();
    }

    @Test
    void showsConnectionsPerPairAndLeavesOutSelfAndNothing() {
        World world = world().policies("payments/p: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: "
                + "[{namespaceSelector: {}}], ports: [{port: http}, {port: 9090, endPort: 9099}, "
                + "{port: 53, protocol: UDP}]}]}");

        assertThat(edges(world, DeclaredGraph.By.POD)).containsExactly(
                "shop/checkout[Pod] > payments/api[Pod]: TCP 8080,9090-9099,UDP 53",
                "shop/checkout[Pod] > 0.0.0.0-255.255.255.255: All Connections",
                "0.0.0.0-255.255.255.255 > shop/checkout[Pod]: All Connections");
    }

    @Test
    void cutsTheAddressesOutsideWhereRulesDo() {
        World world = world().policies("payments/p: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.0.0/8, "
                + "except: [203.0.113.0/24]}}], ports: [{port: 8080}]}]}");

        assertThat(edges(world, DeclaredGraph.By.POD)).contains(
                "203.0.0.0-203.0.112.255 > payments/api[Pod]: TCP 8080",
                "203.0.114.0-203.255.255.255 > payments/api[Pod]: TCP 8080",
                "payments/api[Pod] > 0.0.0.0-255.255.255.255: All Connections")
                .noneMatch(edge -> edge.startsWith("203.0.113"));
    }

    @Test
    void marksWhatIsUnknown() {
        World world = world().foreign("security.istio.io/v1 AuthorizationPolicy payments/x", "{}");

        assertThat(edges(world, DeclaredGraph.By.POD)).contains("shop/checkout[Pod] > payments/api[Pod]: Unknown",
                "payments/api[Pod] > shop/checkout[Pod]: All Connections");
        assertThat(world.declared().graph(DeclaredGraph.By.POD).unevaluated()).hasSize(1);
    }

    @Test
    void gathersThePodsOfAWorkload() {
        World world = world();
        for (String name : List.of("web-7d9-a", "web-7d9-b")) {
            world.objects(
                    """
                    apiVersion: v1
                    kind: Pod
                    metadata:
                      namespace: shop
                      name: %s
                      labels: {app: web, pod-template-hash: 7d9}
                      ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-7d9, uid: x, controller: true}]
                    spec: {containers: [{name: main}]}
                    """.formatted(
                            name));
        }

        assertThat(world.declared().graph(DeclaredGraph.By.WORKLOAD).nodes()).extracting(GraphNode::label)
                .containsExactly("payments/api[Pod]", "shop/checkout[Pod]", "shop/web[Deployment]");
        assertThat(edges(world, DeclaredGraph.By.WORKLOAD)).contains(
                "shop/web[Deployment] > payments/api[Pod]: All Connections").noneMatch(
                        edge -> edge.startsWith("shop/web[Deployment] > shop/web"));
        assertThat(edges(world, DeclaredGraph.By.POD)).contains(
                "shop/web-7d9-a[Pod] > shop/web-7d9-b[Pod]: All Connections");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void saysWhatVerdictsSay(long seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        RandomCluster random = new RandomCluster(dice);
        List<Namespace> namespaces = random.namespaces();
        List<Pod> pods = random.pods(12);
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < pods.size(); i++) {
            String address = "10.0.0." + i;
            addresses.add(address);
            Pod pod = pods.get(i);
            pod.setStatus(pod.edit().editOrNewStatus().withPodIP(address).endStatus().build().getStatus());
        }
        List<NetworkPolicy> policies = random.policies(12, addresses);
        DeclaredPolicies declared = DeclaredPolicies.of(new Snapshot(namespaces, List.of(), pods, List.of(), List.of(),
                List.of(), policies, List.of()));
        DeclaredGraph graph = declared.graph(DeclaredGraph.By.POD);

        for (int i = 0; i < 20_000; i++) {
            Pod source = pods.get(dice.nextInt(pods.size()));
            Pod destination = pods.get(dice.nextInt(pods.size()));
            Transport transport = List.of(Transport.TCP, Transport.UDP, Transport.SCTP).get(dice.nextInt(3));
            int port = i % 2 == 0 ? 1 + dice.nextInt(65_535) : List.of(1, 53, 5353, 8080, 8081, 9090).get(i % 6);
            Flow flow = new Flow(end(source), end(destination), transport, port);
            Decision decision = declared.decide(flow);
            assertThat(declared.judge(flow).decision()).as("%s", flow).isEqualTo(decision);
            if (!flow.source().equals(flow.destination())) {
                assertThat(inGraph(graph, source, destination, transport, port)).as("%s", flow).isEqualTo(decision);
            }
        }
    }

    @Test
    void showsNodesWhereARuleTellsThemApart() {
        World world = new World().namespace("shop").node("n1", "192.168.0.1", "zone=a")
                .node("n2", "192.168.0.2", "zone=b")
                .pod("shop/checkout", "10.1.0.1", List.of("app=checkout"), "spec: {nodeName: n1}");

        assertThat(edges(world, DeclaredGraph.By.POD)).noneMatch(edge -> edge.contains("[Node]"));
        world.node("n3", "192.168.0.3", "zone=b")
                .policies("AdminNetworkPolicy a: {priority: 1, subject: {namespaces: {}}, "
                        + "egress: [{action: Allow, to: [{nodes: {matchLabels: {zone: b}}}], ports: [{portNumber: {port: 443}}]}, "
                        + "{action: Deny, to: [{networks: [192.168.0.0/16]}]}]}");
        assertThat(edges(world, DeclaredGraph.By.POD)).contains(
                "shop/checkout[Pod] > n1[Node]: Unknown", "n1[Node] > shop/checkout[Pod]: Unknown",
                "shop/checkout[Pod] > n2[Node]: TCP 443", "shop/checkout[Pod] > n3[Node]: TCP 443",
                "n2[Node] > shop/checkout[Pod]: All Connections").noneMatch(edge -> edge.startsWith("n1[Node] > n2"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void saysWhatVerdictsSayOfPodsNodesAndAddresses(long seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        World world = new World().namespace("shop", "team=a").namespace("payments", "team=b")
                .node("n1", "192.168.0.1", "zone=a").node("n2", "fd00::2", "zone=b")
                .node("n3", "192.168.0.3", "zone=b");
        world.objects("apiVersion: v1\nkind: Pod\nmetadata: {namespace: shop, name: agent}\n"
                + "spec: {hostNetwork: true, nodeName: n3, containers: []}");
        List<FlowEnd> pods = new ArrayList<>();
        List<String> addresses = List.of("", "10.1.0.%d", "fd00:1::%d", "10.1.0.%d fd00:1::%d", "fd00:1::%d 10.1.0.%d");
        for (int i = 1; i <= 6; i++) {
            String name = (dice.nextBoolean() ? "shop/" : "payments/") + "p" + i;
            String node = one(dice, List.of("", "spec: {nodeName: n1}", "spec: {nodeName: n2}"));
            world.pod(name, one(dice, addresses).replace("%d", "" + i), List.of("app=" + one(dice, List.of("x", "y"))),
                    node.isEmpty() ? new String[0] : new String[]{node});
            pods.add(World.end(name));
        }
        for (int i = 0; i < 5; i++) {
            world.policies(randomPolicy(dice, i));
        }
        DeclaredPolicies declared = world.declared();
        DeclaredGraph graph = declared.graph(DeclaredGraph.By.POD);
        assertThat(declared.unevaluated()).isEmpty();
        List<FlowEnd> ends = new ArrayList<>(pods);
        List.of("n1", "n2", "n3").forEach(node -> ends.add(new FlowEnd.Node(node)));
        List.of("192.168.0.9", "203.0.113.1", "10.1.0.99", "2001:db8::1", "fd00:9::1")
                .forEach(address -> ends.add(new FlowEnd.Address(address)));
        boolean showsNodes = graph.nodes().stream().anyMatch(GraphNode.ClusterNode.class::isInstance);
        int asked = 0;

        for (FlowEnd source : ends) {
            for (FlowEnd destination : ends) {
                boolean isRow = !source.equals(destination) && (pods.contains(source) || pods.contains(destination))
                        && (showsNodes
                                || !(source instanceof FlowEnd.Node || destination instanceof FlowEnd.Node));
                for (int port : isRow ? List.of(1, 442, 443, 444, 8080, 9090, 65_535) : List.<Integer>of()) {
                    Flow flow = new Flow(source, destination, one(dice, List.of(Transport.values())), port);
                    Decision decision = declared.decide(flow);
                    if (!isOfAnotherFamily(declared, flow)) {
                        assertThat(inGraph(graph, flow)).as("%s%n%s", flow, declared.judge(flow)).isEqualTo(decision);
                        asked++;
                    }
                }
            }
        }
        assertThat(asked).isGreaterThan(100);
    }

    /** Ranges of addresses leave out pods that have no address of that family. */
    private static boolean isOfAnotherFamily(DeclaredPolicies declared, Flow flow) {
        boolean outside = flow.source() instanceof FlowEnd.Address || flow.destination() instanceof FlowEnd.Address;
        return outside && declared.judge(flow).toString().contains("no address family in common");
    }

    private static String randomPolicy(SplittableRandom dice, int number) {
        String selector = one(dice, List.of("{}", "{matchLabels: {team: a}}", "{matchLabels: {team: b}}"));
        String pods = one(dice, List.of("{}", "{matchLabels: {app: x}}"));
        String nodes = one(dice, List.of("{}", "{matchLabels: {zone: a}}", "{matchLabels: {zone: b}}"));
        String networks = one(dice, List.of("0.0.0.0/0", "192.168.0.0/16", "'fd00::/8'", "'::/0'"));
        String peer = one(dice, List.of("{nodes: " + nodes + "}", "{networks: [" + networks + "]}",
                "{namespaces: " + selector + "}", "{pods: {namespaceSelector: " + selector + ", podSelector: " + pods
                        + "}}"));
        String ports = one(dice, List.of("", ", ports: [{portNumber: {port: 443}}]",
                ", ports: [{portRange: {start: 443, end: 8080}}]"));
        String action = one(dice, List.of("Allow", "Deny", "Pass"));
        return switch (dice.nextInt(3)) {
            case 0 -> "payments/p" + number + ": {podSelector: " + pods + ", policyTypes: [Ingress, Egress], ingress: "
                    + "[{from: [{ipBlock: {cidr: " + networks + "}}]}], egress: [{to: [{ipBlock: {cidr: " + networks
                    + "}}, {podSelector: {}}], ports: [{port: 443}]}]}";
            case 1 -> "AdminNetworkPolicy a" + number + ": {priority: " + number + ", subject: {namespaces: " + selector
                    + "}, egress: [{action: " + action + ", to: [" + peer + "]" + ports + "}]}";
            default -> "ClusterNetworkPolicy c" + number + ": {tier: " + one(dice, List.of("Admin", "Baseline"))
                    + ", priority: " + number + ", subject: {namespaces: " + selector + "}, egress: [{action: "
                    + action.replace("Allow", "Accept") + ", to: [" + peer + "]}], ingress: [{action: Deny, from: "
                    + "[{namespaces: " + selector + "}]}]}";
        };
    }

    private static <T> T one(SplittableRandom dice, List<T> choices) {
        return choices.get(dice.nextInt(choices.size()));
    }

    private static Decision inGraph(DeclaredGraph graph, Flow flow) {
        for (GraphEdge edge : graph.edges()) {
            if (means(edge.source(), flow.source()) && means(edge.destination(), flow.destination())) {
                return has(edge.allowed(), flow.transport(), flow.port()) ? Decision.ALLOWED
                        : has(edge.unknown(), flow.transport(), flow.port()) ? Decision.UNKNOWN : Decision.DENIED;
            }
        }
        return Decision.DENIED;
    }

    private static boolean means(GraphNode node, FlowEnd end) {
        return switch (node) {
            case GraphNode.Workload workload ->
                end.equals(new FlowEnd.Pod(workload.namespace(), workload.name()));
            case GraphNode.ClusterNode machine -> end.equals(new FlowEnd.Node(machine.name()));
            case GraphNode.External range -> end instanceof FlowEnd.Address address
                    && new IpRange(IpAddress.parse(range.first()).orElseThrow(),
                            IpAddress.parse(range.last()).orElseThrow())
                            .contains(IpAddress.parse(address.literal()).orElseThrow());
        };
    }

    private static FlowEnd end(Pod pod) {
        return new FlowEnd.Pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    private static Decision inGraph(DeclaredGraph graph, Pod source, Pod destination, Transport transport, int port) {
        for (GraphEdge edge : graph.edges()) {
            if (edge.source().equals(Owners.ofPod(source)) && edge.destination().equals(Owners.ofPod(destination))) {
                return has(edge.allowed(), transport, port) ? Decision.ALLOWED
                        : has(edge.unknown(), transport, port) ? Decision.UNKNOWN : Decision.DENIED;
            }
        }
        return Decision.DENIED;
    }

    private static boolean has(ConnectionSet set, Transport transport, int port) {
        return set.of(transport).ranges().stream().anyMatch(range -> range.first() <= port && port <= range.last());
    }
}
