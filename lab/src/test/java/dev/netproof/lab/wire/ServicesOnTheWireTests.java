package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.netproof.lab.network.EnforcementMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServicesOnTheWireTests {

    private static WireScene scene;

    @BeforeAll
    static void start() {
        scene = WireScene.start(EnforcementMode.DROP);
    }

    @AfterAll
    static void close() {
        if (scene != null) {
            scene.close();
        }
    }

    @AfterEach
    void clear() throws IOException {
        scene.clear();
    }

    /** A Service on port 80 before port 8080 of these addresses. */
    private static String service(String name, String clusterIp, String... endpoints) {
        StringBuilder list = new StringBuilder();
        for (String endpoint : endpoints) {
            list.append("- ").append(endpoint).append('\n');
        }
        return """
               apiVersion: v1
               kind: Service
               metadata: {namespace: payments, name: %1$s}
               spec: {clusterIP: %2$s, ports: [{name: web, port: 80, targetPort: 8080}]}
               ---
               apiVersion: discovery.k8s.io/v1
               kind: EndpointSlice
               metadata: {namespace: payments, name: %1$s-1, labels: {kubernetes.io/service-name: %1$s}}
               addressType: IPv4
               ports: [{name: web, port: 8080, protocol: TCP}]
               endpoints:
               %3$s
               """.formatted(name, clusterIp, list);
    }

    private static String ready(String address) {
        return "{addresses: [" + address + "], conditions: {ready: true}}";
    }

    private static String notReady(String address) {
        return "{addresses: [" + address + "], conditions: {ready: false}}";
    }

    private static String get(String pod, String url) throws IOException {
        WireScene.Ran ran = scene.exec(pod, "curl", "-sS", "-m", "1", url);
        return ran.exitCode() == 0 ? ran.output().strip() : "exit code " + ran.exitCode();
    }

    @Test
    void spreadConnectionsOverReadyEndpoints() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/a");
        scene.pod("payments/b");
        scene.pod("payments/c");
        scene.apply(service("api", "10.96.0.5", ready(scene.address("payments/a")), ready(scene.address("payments/b")),
                notReady(scene.address("payments/c"))));

        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            answers.add(get("shop/checkout", "http://10.96.0.5/"));
        }

        assertThat(answers).containsExactly("payments/a 8080/TCP", "payments/b 8080/TCP");
    }

    @Test
    void leadAPodBackToItself() throws IOException {
        scene.pod("payments/a");
        scene.apply(service("api", "10.96.0.5", ready(scene.address("payments/a"))));

        assertThat(get("payments/a", "http://10.96.0.5/")).isEqualTo("payments/a 8080/TCP");
    }

    @Test
    void serveTheNodeToo() throws IOException {
        scene.pod("payments/a");
        scene.apply(service("api", "10.96.0.5", ready(scene.address("payments/a")))
                + """
                  ---
                  apiVersion: v1
                  kind: Pod
                  metadata: {namespace: kube-system, name: agent}
                  spec: {hostNetwork: true, containers: [{name: main}]}
                  """);

        assertThat(get("kube-system/agent", "http://10.96.0.5/")).isEqualTo("payments/a 8080/TCP");
    }

    @Test
    void refuseWithoutReadyEndpoints() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/a");
        scene.apply(service("api", "10.96.0.5", notReady(scene.address("payments/a"))));
        assertThat(scene.tcp("shop/checkout", "10.96.0.5", 80)).isEqualTo("refused");

        scene.apply(service("api", "10.96.0.5", ready(scene.address("payments/a"))));
        assertThat(scene.tcp("shop/checkout", "10.96.0.5", 80)).isEqualTo("open");
        assertThat(scene.tcp("shop/checkout", "10.96.0.5", 81)).as("a port it doesn't have").isEqualTo("timed out");

        scene.apply(service("api", "10.96.0.5"));
        assertThat(scene.tcp("shop/checkout", "10.96.0.5", 80)).isEqualTo("refused");

        scene.delete("api");
        assertThat(scene.tcp("shop/checkout", "10.96.0.5", 80)).as("no such Service").isEqualTo("timed out");
    }

    @Test
    void areTranslatedBeforePoliciesLook() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/a");
        scene.apply(service("api", "10.96.0.5", ready(scene.address("payments/a")))
                + """
                  ---
                  apiVersion: networking.k8s.io/v1
                  kind: NetworkPolicy
                  metadata: {namespace: payments, name: target-port}
                  spec: {podSelector: {}, ingress: [{ports: [{port: 8080}]}]}
                  """);
        assertThat(scene.tcp("shop/checkout", "10.96.0.5", 80)).isEqualTo("open");

        scene.delete("target-port");
        scene.apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: payments, name: service-port}
                    spec: {podSelector: {}, ingress: [{ports: [{port: 80}]}]}
                    """);
        assertThat(scene.tcp("shop/checkout", "10.96.0.5", 80)).isEqualTo("timed out");
    }

    @Nested
    class Names {

        private void startDns() throws IOException {
            scene.apply("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {namespace: kube-system, name: coredns, labels: {k8s-app: kube-dns}}
                        spec:
                          containers:
                          - name: dns
                            ports: [{containerPort: 53, protocol: UDP}, {containerPort: 53}, {containerPort: 9153}]
                        """);
            scene.apply("""
                        apiVersion: v1
                        kind: Service
                        metadata: {namespace: kube-system, name: kube-dns}
                        spec:
                          clusterIP: 10.96.0.10
                          ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53}]
                        ---
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata: {namespace: kube-system, name: d, labels: {kubernetes.io/service-name: kube-dns}}
                        ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
                        endpoints: [{addresses: [%s]}]
                        """.formatted(scene.address("kube-system/coredns")));
        }

        private String lookup(String... arguments) throws IOException {
            String[] argv = new String[arguments.length + 1];
            argv[0] = "nslookup";
            System.arraycopy(arguments, 0, argv, 1, arguments.length);
            WireScene.Ran ran = scene.exec("shop/checkout", argv);
            return ran.exitCode() + " " + ran.output().replaceFirst("(?s)Server:.*?#53\n", "").strip();
        }

        @Test
        void ofServicesAndExternalHostsResolve() throws IOException {
            startDns();
            scene.pod("shop/checkout");
            scene.pod("payments/a");
            scene.apply(service("api", "10.96.0.5", ready(scene.address("payments/a")))
                    + """
                      ---
                      apiVersion: lab.netproof.dev/v1
                      kind: ExternalHost
                      metadata: {name: example}
                      spec: {hostnames: [example.org, www.example.org], addresses: [203.0.113.10]}
                      """);
            await().untilAsserted(() -> assertThat(lookup("api.payments.svc.cluster.local")).contains("10.96.0.5"));

            assertThat(lookup("api.payments")).as("by search domain").startsWith("0 ").contains("10.96.0.5");
            assertThat(get("shop/checkout", "http://api.payments/")).isEqualTo("payments/a 8080/TCP");
            assertThat(get("payments/a", "http://api/")).as("by the own namespace").isEqualTo("payments/a 8080/TCP");
            assertThat(get("shop/checkout", "http://www.example.org/")).isEqualTo("example 80/TCP");
            assertThat(lookup("-vc", "kubernetes.default.svc.cluster.local")).contains("10.96.0.1");
            assertThat(lookup("nothing.payments.svc.cluster.local")).startsWith("1 ").contains("NXDOMAIN");
            assertThat(lookup("example.net")).startsWith("1 ").contains("NXDOMAIN");
            assertThat(lookup("-type=aaaa", "api.payments.svc.cluster.local")).contains("No answer")
                    .doesNotContain("NXDOMAIN");
        }

        @Test
        void ofPodsBehindHeadlessServicesFollowTheirEndpoints() throws IOException {
            startDns();
            scene.pod("shop/checkout");
            scene.apply(service("db", "None", "{addresses: [10.244.9.1], hostname: db-0}",
                    "{addresses: [10.244.9.2], hostname: db-1}", notReady("10.244.9.3")));

            await().untilAsserted(() -> assertThat(lookup("db.payments")).contains("10.244.9.1", "10.244.9.2")
                    .doesNotContain("10.244.9.3"));
            assertThat(lookup("db-1.db.payments.svc.cluster.local")).contains("10.244.9.2")
                    .doesNotContain("10.244.9.1");

            scene.delete("db");
            await().untilAsserted(() -> assertThat(lookup("db.payments")).contains("NXDOMAIN"));
        }

        @Test
        void hangWhenEgressToDnsIsDenied() throws IOException {
            startDns();
            scene.pod("shop/checkout");
            scene.pod("payments/a");
            scene.apply(service("api", "10.96.0.5", ready(scene.address("payments/a")))
                    + """
                      ---
                      apiVersion: networking.k8s.io/v1
                      kind: NetworkPolicy
                      metadata: {namespace: shop, name: out}
                      spec: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 8080}]}]}
                      """);

            assertThat(get("shop/checkout", "http://10.96.0.5/")).isEqualTo("payments/a 8080/TCP");
            assertThat(get("shop/checkout", "http://api.payments/")).isIn("exit code 28", "exit code 6");
            assertThat(lookup("-timeout=1", "-retry=0", "api.payments")).startsWith("1 ").contains("timed out");
        }

        @Test
        void resolveInsideAProxy() throws IOException {
            startDns();
            scene.pod("shop/checkout");
            scene.pod("egress/proxy", Map.of("lab.netproof.dev/listen", "3128=connect-proxy"));
            scene.apply("""
                        apiVersion: lab.netproof.dev/v1
                        kind: ExternalHost
                        metadata: {name: example}
                        spec: {hostnames: [example.org], addresses: [203.0.113.10], listen: "443=http"}
                        """);
            String proxy = "http://" + scene.address("egress/proxy") + ":3128";

            await().untilAsserted(() -> assertThat(scene.exec("shop/checkout", "curl", "-sSpx", proxy,
                    "http://example.org:443/").output()).isEqualTo("example 443/TCP\n"));
            assertThat(scene.exec("shop/checkout", "curl", "-sSpx", proxy, "http://example.net:443/").errors())
                    .contains("502");
        }
    }

    @Test
    void externalHostsComeAndGo() throws IOException {
        scene.pod("shop/checkout");
        String host = """
                      apiVersion: lab.netproof.dev/v1
                      kind: ExternalHost
                      metadata: {name: example}
                      spec: {addresses: [203.0.113.10], listen: "%s"}
                      """;
        scene.apply(host.formatted("443=http"));
        assertThat(scene.tcp("shop/checkout", "203.0.113.10", 443)).isEqualTo("open");
        assertThat(scene.tcp("shop/checkout", "203.0.113.10", 80)).isEqualTo("refused");

        scene.apply(host.formatted("80=http"));
        assertThat(scene.tcp("shop/checkout", "203.0.113.10", 80)).isEqualTo("open");

        scene.delete("example");
        assertThat(scene.tcp("shop/checkout", "203.0.113.10", 80)).isEqualTo("timed out");
    }

    @Test
    void aMalformedExternalHostIsReportedAndTheRestApplied() throws IOException {
        scene.pod("shop/checkout");

        assertThatThrownBy(() -> scene.apply("""
                                             apiVersion: lab.netproof.dev/v1
                                             kind: ExternalHost
                                             metadata: {name: bad}
                                             spec: {addresses: [10.244.0.9]}
                                             ---
                                             apiVersion: lab.netproof.dev/v1
                                             kind: ExternalHost
                                             metadata: {name: good}
                                             spec: {addresses: [203.0.113.10]}
                                             """)).isInstanceOf(IOException.class)
                .hasMessage("external host bad: 10.244.0.9 belongs to the cluster. Choose one outside 10.244.0.0/16"
                        + " and 10.96.0.0/16.");

        assertThat(scene.tcp("shop/checkout", "203.0.113.10", 443)).isEqualTo("open");
    }
}
