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
