package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;

import dev.netproof.lab.network.EnforcementMode;
import dev.netproof.lab.network.IpFamily;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

class DualStackOnTheWireTests {

    private static final String ADMITS_NOBODY = """
                                                apiVersion: networking.k8s.io/v1
                                                kind: NetworkPolicy
                                                metadata: {namespace: shop, name: admits}
                                                spec: {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress]}
                                                """;
    private static final String ADMITS = """
                                         apiVersion: networking.k8s.io/v1
                                         kind: NetworkPolicy
                                         metadata: {namespace: shop, name: admits}
                                         spec:
                                           podSelector: {matchLabels: {app: api}}
                                           ingress: [{from: [%s]}]
                                         """;
    private static final String SERVICE = """
                                          apiVersion: v1
                                          kind: Service
                                          metadata: {namespace: shop, name: api}
                                          spec:
                                            clusterIP: %4$s
                                            clusterIPs: [%5$s]
                                            ports: [{name: http, port: 80, protocol: TCP}]
                                          ---
                                          apiVersion: discovery.k8s.io/v1
                                          kind: EndpointSlice
                                          metadata: {namespace: shop, name: api-4, labels: {kubernetes.io/service-name: api}}
                                          addressType: IPv4
                                          endpoints: [{addresses: [%1$s]}]
                                          ports: [{name: http, port: 8080, protocol: TCP}]
                                          ---
                                          apiVersion: discovery.k8s.io/v1
                                          kind: EndpointSlice
                                          metadata: {namespace: shop, name: api-6, labels: {kubernetes.io/service-name: api}}
                                          addressType: IPv6
                                          endpoints: [{addresses: ["%2$s"]}, {addresses: ["%3$s"]}]
                                          ports: [{name: http, port: 8080, protocol: TCP}]
                                          """;

    private static WireOptions dualStack(EnforcementMode mode, int nodes) {
        return WireOptions.of(mode).withNodes(LabNode.several(nodes, List.of(IpFamily.IPV4, IpFamily.IPV6)));
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class WhereDeniedPacketsAreDropped {

        private WireScene scene;

        @BeforeAll
        void start() {
            scene = WireScene.start(dualStack(EnforcementMode.DROP, 1));
        }

        @AfterAll
        void stop() {
            if (scene != null) {
                scene.close();
            }
        }

        @AfterEach
        void clear() throws IOException {
            scene.clear();
        }

        @Test
        void podsReachEachOtherByBothFamilies() throws IOException {
            scene.pod("shop/web");
            scene.pod("shop/api");
            scene.sync();

            assertThat(scene.addresses("shop/api")).hasSize(2).element(1).asString().startsWith("fd00:10:244::");
            assertThat(tcp("shop/web", "shop/api")).containsExactly("open", "open");
            assertThat(scene.udp("shop/web", scene.addresses("shop/api").get(1), 9000))
                    .isEqualTo("shop/api 9000/UDP hello");
        }

        @Test
        void anAddressThatNobodyHasSwallowsPackets() throws IOException {
            scene.pod("shop/web");
            scene.sync();

            assertThat(scene.tcp("shop/web", "fd00:10:244::ffff", 8080)).isEqualTo("timed out");
            assertThat(scene.tcp("shop/web", "2001:db8::1", 9)).isEqualTo("timed out");
        }

        @Test
        void aSelectorAdmitsByBothFamiliesAndARangeByItsOwn() throws IOException {
            scene.pod("shop/web", "app=web");
            scene.pod("shop/api", "app=api");

            scene.apply(ADMITS_NOBODY);
            assertThat(tcp("shop/web", "shop/api")).containsExactly("timed out", "timed out");
            scene.apply(ADMITS.formatted("{podSelector: {matchLabels: {app: web}}}"));
            assertThat(tcp("shop/web", "shop/api")).containsExactly("open", "open");
            scene.apply(ADMITS.formatted("{ipBlock: {cidr: 0.0.0.0/0}}"));
            assertThat(tcp("shop/web", "shop/api")).containsExactly("open", "timed out");
            scene.apply(ADMITS.formatted("{ipBlock: {cidr: \"::/0\"}}"));
            assertThat(tcp("shop/web", "shop/api")).containsExactly("timed out", "open");
        }

        @Test
        void aRangeLeavesItsExceptionOut() throws IOException {
            scene.pod("shop/web");
            scene.pod("shop/api", "app=api");
            String web = scene.addresses("shop/web").get(1);

            scene.apply(ADMITS.formatted("{ipBlock: {cidr: \"fd00::/8\", except: [\"" + web + "/128\"]}}"));
            assertThat(tcp("shop/web", "shop/api")).containsExactly("timed out", "timed out");
            scene.apply(ADMITS.formatted("{ipBlock: {cidr: \"fd00::/8\", except: [\"fd00:10:244:ff::/64\"]}}"));
            assertThat(tcp("shop/web", "shop/api")).containsExactly("timed out", "open");
        }

        @Test
        void aServiceTranslatesWithinEachFamily() throws IOException {
            scene.pod("shop/web");
            scene.pod("shop/api");
            scene.pod("shop/more");
            List<String> api = scene.addresses("shop/api");

            scene.apply(SERVICE.formatted(api.get(0), api.get(1), scene.addresses("shop/more").get(1), "10.96.0.200",
                    "10.96.0.200, \"fd00:10:96::c8\""));

            assertThat(scene.tcp("shop/web", "10.96.0.200", 80)).isEqualTo("open");
            assertThat(scene.tcp("shop/web", "fd00:10:96::c8", 80)).isEqualTo("open");
            // To itself in half of the cases, which must come from another address.
            for (int i = 0; i < 8; i++) {
                assertThat(scene.tcp("shop/api", "fd00:10:96::c8", 80)).isEqualTo("open");
            }
        }

        @Test
        void namesResolveToAddressesOfBothFamilies() throws IOException {
            scene.pod("shop/web");
            scene.pod("shop/api");
            scene.pod("shop/more");
            scene.apply("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {namespace: kube-system, name: dns, labels: {k8s-app: kube-dns}}
                        spec: {containers: [{name: dns, ports: [{containerPort: 53, protocol: UDP}]}]}
                        """);
            List<String> api = scene.addresses("shop/api");
            String more = scene.addresses("shop/more").get(1);

            scene.apply(
                    SERVICE.formatted(api.get(0), api.get(1), more, "10.96.0.200", "10.96.0.200, \"fd00:10:96::c8\""));
            await().untilAsserted(() -> assertThat(answers("AAAA")).containsExactly("fd00:10:96::c8"));
            assertThat(answers("A")).containsExactly("10.96.0.200");
            scene.apply(SERVICE.formatted(api.get(0), api.get(1), more, "None", "None"));
            await().untilAsserted(() -> assertThat(answers("AAAA")).containsExactlyInAnyOrder(api.get(1), more));
            assertThat(answers("A")).containsExactly(api.get(0));
        }

        private List<String> answers(String type) throws IOException {
            return scene.exec("shop/web", "nslookup", "-type=" + type, "api.shop.svc.cluster.local",
                    scene.address("kube-system/dns")).output().lines()
                    .filter(line -> line.startsWith("Address: ")).map(line -> line.substring("Address: ".length()))
                    .toList();
        }

        @Test
        void anExternalHostHasAddressesOfBothFamilies() throws IOException {
            scene.pod("shop/web");

            scene.apply("""
                        apiVersion: lab.netproof.dev/v1
                        kind: ExternalHost
                        metadata: {name: partner}
                        spec: {addresses: [198.51.100.10, "2001:db8:51::10"], listen: "443=http, 444@::=http"}
                        """);

            assertThat(scene.tcp("shop/web", "198.51.100.10", 443)).isEqualTo("open");
            assertThat(scene.tcp("shop/web", "2001:db8:51::10", 443)).isEqualTo("open");
            assertThat(scene.tcp("shop/web", "198.51.100.10", 444)).isEqualTo("refused");
            assertThat(scene.tcp("shop/web", "2001:db8:51::10", 444)).isEqualTo("open");
        }

        @Test
        void faultsBreakBothFamilies() throws IOException {
            scene.pod("shop/api");
            scene.pod("shop/cut", "app=cut");
            scene.pod("shop/captured", "app=captured");

            scene.apply("""
                        apiVersion: lab.netproof.dev/v1
                        kind: PodFault
                        metadata: {namespace: shop, name: cut}
                        spec: {labels: {app: cut}, fault: no-network}
                        ---
                        apiVersion: lab.netproof.dev/v1
                        kind: PodFault
                        metadata: {namespace: shop, name: captured}
                        spec: {labels: {app: captured}, fault: transparent-proxy}
                        """);

            assertThat(tcp("shop/cut", "shop/api")).containsExactly("timed out", "timed out");
            assertThat(scene.tcp("shop/captured", "192.0.2.1", 9)).isEqualTo("open");
            assertThat(scene.tcp("shop/captured", "2001:db8::1", 9)).isEqualTo("open");
        }

        private List<String> tcp(String from, String to) throws IOException {
            return DualStackOnTheWireTests.tcp(scene, from, to);
        }
    }

    @Test
    void rejectedPacketsAreAnsweredInBothFamilies() throws IOException {
        try (WireScene scene = WireScene.start(dualStack(EnforcementMode.REJECT, 1))) {
            scene.pod("shop/web");
            scene.pod("shop/api", "app=api");
            scene.apply(ADMITS_NOBODY);

            assertThat(tcp(scene, "shop/web", "shop/api")).containsExactly("refused", "refused");
        }
    }

    @Test
    void podsOfSeveralNodesReachEachOtherAndAreDenied() throws IOException {
        try (WireScene scene = WireScene.start(dualStack(EnforcementMode.DROP, 2))) {
            scene.apply("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {namespace: shop, name: one}
                        spec: {nodeName: node-1, containers: [{name: main, ports: [{containerPort: 8080}]}]}
                        ---
                        apiVersion: v1
                        kind: Pod
                        metadata: {namespace: shop, name: two, labels: {app: api}}
                        spec: {nodeName: node-2, containers: [{name: main, ports: [{containerPort: 8080}]}]}
                        ---
                        apiVersion: v1
                        kind: Pod
                        metadata: {namespace: shop, name: host-2}
                        spec:
                          nodeName: node-2
                          hostNetwork: true
                          containers: [{name: main, ports: [{containerPort: 8080}]}]
                        """);
            assertThat(scene.addresses("shop/two").get(1)).startsWith("fd00:10:244:1::");
            assertThat(scene.addresses("shop/host-2")).containsExactly("172.30.0.2", "fd00:172:30::2");
            assertThat(tcp(scene, "shop/one", "shop/two")).containsExactly("open", "open");
            assertThat(tcp(scene, "shop/two", "shop/one")).containsExactly("open", "open");
            assertThat(tcp(scene, "shop/one", "shop/host-2")).containsExactly("open", "open");

            scene.apply(ADMITS_NOBODY);

            assertThat(tcp(scene, "shop/one", "shop/two")).containsExactly("timed out", "timed out");
            assertThat(tcp(scene, "shop/host-2", "shop/two")).as("its own node").containsExactly("open", "open");
            assertThat(tcp(scene, "shop/two", "shop/one")).containsExactly("open", "open");
        }
    }

    /** What was seen of each of the target's addresses, IPv4 first. */
    private static List<String> tcp(WireScene scene, String from, String to) throws IOException {
        List<String> addresses = scene.addresses(to);
        return List.of(scene.tcp(from, addresses.get(0), 8080), scene.tcp(from, addresses.get(1), 8080));
    }
}
