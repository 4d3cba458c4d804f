package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

import dev.netproof.lab.network.EnforcementMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodesOnTheWireTests {

    private static final String DENY_INGRESS = """
                                               apiVersion: networking.k8s.io/v1
                                               kind: NetworkPolicy
                                               metadata: {namespace: shop, name: deny}
                                               spec: {podSelector: {}, policyTypes: [Ingress]}
                                               """;
    private static final String DENY_EGRESS = DENY_INGRESS.replace("[Ingress]", "[Egress]");

    private static WireScene scene;

    @BeforeAll
    static void start() {
        scene = WireScene.start(WireOptions.of(EnforcementMode.DROP).withNodes(LabNode.several(3)));
    }

    @AfterAll
    static void stop() {
        if (scene != null) {
            scene.close();
        }
    }

    @BeforeEach
    void place() throws IOException {
        StringBuilder manifests = new StringBuilder();
        for (int node = 1; node <= 3; node++) {
            manifests.append("""
                             apiVersion: v1
                             kind: Pod
                             metadata: {namespace: shop, name: on-%1$d}
                             spec: {nodeName: node-%1$d, containers: [{name: main, ports: [{containerPort: 8080}]}]}
                             ---
                             apiVersion: v1
                             kind: Pod
                             metadata: {namespace: shop, name: host-%1$d}
                             spec:
                               nodeName: node-%1$d
                               hostNetwork: true
                               containers: [{name: main, ports: [{containerPort: 9100}]}]
                             %2$s""".formatted(node, node < 3 ? "---\n" : ""));
        }
        scene.apply(manifests.toString());
    }

    @AfterEach
    void clear() throws IOException {
        scene.clear();
    }

    @Test
    void podsHaveAnAddressOfTheirNode() throws IOException {
        assertThat(scene.address("shop/on-1")).matches("10\\.244\\.\\d\\..*");
        assertThat(scene.address("shop/on-2")).startsWith("10.244.16.");
        assertThat(scene.address("shop/on-3")).startsWith("10.244.32.");
        assertThat(scene.tcp("shop/on-1", "shop/on-2")).isEqualTo("open");
        assertThat(scene.tcp("shop/on-3", "shop/on-2")).isEqualTo("open");
    }

    @Test
    void podsInTheHostsNetworkAreTheirNode() throws IOException {
        assertThat(scene.address("shop/host-1")).isEqualTo("172.30.0.1");
        assertThat(scene.address("shop/host-3")).isEqualTo("172.30.0.3");
        for (int node = 1; node <= 3; node++) {
            assertThat(scene.exec("shop/on-2", "curl", "-sS", "-m", "2", "172.30.0." + node + ":9100").output())
                    .isEqualTo("shop/host-" + node + " 9100/TCP\n");
        }
        assertThat(scene.exec("shop/host-3", "curl", "-sS", "-m", "2", "172.30.0.2:9100").output())
                .isEqualTo("shop/host-2 9100/TCP\n");
    }

    @Test
    void aNodeReachesItsOwnPodsWhateverPoliciesSayAndNoOthers() throws IOException {
        scene.apply(DENY_INGRESS);

        for (int from = 1; from <= 3; from++) {
            for (int to = 1; to <= 3; to++) {
                assertThat(scene.tcp("shop/host-" + from, "shop/on-" + to)).as("node-%d to pod on node-%d", from, to)
                        .isEqualTo(from == to ? "open" : "timed out");
            }
        }
    }

    @Test
    void aPodReachesItsOwnNodeWhateverPoliciesSayAndNoOther() throws IOException {
        scene.apply(DENY_EGRESS);

        for (int from = 1; from <= 3; from++) {
            for (int to = 1; to <= 3; to++) {
                assertThat(scene.tcp("shop/on-" + from, "172.30.0." + to, 9100))
                        .as("pod on node-%d to node-%d", from, to).isEqualTo(from == to ? "open" : "timed out");
            }
        }
    }

    @Test
    void policiesDoNotSelectPodsInTheHostsNetwork() throws IOException {
        scene.apply(DENY_INGRESS);

        assertThat(scene.tcp("shop/on-1", "172.30.0.1", 9100)).isEqualTo("open");
        assertThat(scene.tcp("shop/on-1", "172.30.0.3", 9100)).isEqualTo("open");
    }

    @Test
    void anotherNodeIsAllowedByItsAddress() throws IOException {
        scene.apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: shop, name: from-node-2}
                    spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 172.30.0.2/32}}]}]}
                    """);

        assertThat(scene.tcp("shop/host-2", "shop/on-1")).isEqualTo("open");
        assertThat(scene.tcp("shop/host-2", "shop/on-3")).isEqualTo("open");
        assertThat(scene.tcp("shop/host-1", "shop/on-3")).isEqualTo("timed out");
        assertThat(scene.tcp("shop/host-3", "shop/on-1")).isEqualTo("timed out");
    }

    @Test
    void theKubeletOfEveryNodeReachesItsPods() throws IOException {
        scene.apply(DENY_INGRESS);

        for (int node = 1; node <= 3; node++) {
            assertThat(scene.wire().accepts(new InetSocketAddress(scene.address("shop/on-" + node), 8080),
                    Duration.ofSeconds(2))).isTrue();
        }
    }
}
