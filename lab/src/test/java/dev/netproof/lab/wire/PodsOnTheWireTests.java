package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.netproof.lab.network.EnforcementMode;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodsOnTheWireTests {

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

    @Test
    void reachEachOther() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");

        WireScene.Ran curl = scene.exec("shop/checkout", "curl", "-sS",
                "http://" + scene.address("payments/api") + ":8080/");

        assertThat(curl).isEqualTo(new WireScene.Ran(0, "payments/api 8080/TCP\n", ""));
        assertThat(scene.exec("shop/checkout", "curl", "-sS", "https://" + scene.address("payments/api") + ":8080/")
                .exitCode()).as("TLS where there is none").isEqualTo(35);
    }

    @Test
    void answerDatagrams() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");

        assertThat(scene.udp("shop/checkout", scene.address("payments/api"), 9000))
                .isEqualTo("payments/api 9000/UDP hello");
    }

    @Test
    void refuseWhereNothingListens() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");

        assertThat(scene.tcp("shop/checkout", scene.address("payments/api"), 8081)).isEqualTo("refused");
    }

    @Test
    void getNoAnswerFromAddressesNobodyHas() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");
        String gone = scene.address("payments/api");
        scene.delete("payments/api");

        assertThat(scene.tcp("shop/checkout", gone, 8080)).isEqualTo("timed out");
        assertThat(scene.tcp("shop/checkout", "192.0.2.1", 9)).isEqualTo("timed out");
    }

    @Test
    void startTwentyAtATimeInASecondOrTwo() throws IOException {
        long start = System.nanoTime();
        String manifests = String.join("---\n",
                IntStream.range(0, 24).mapToObj("""
                                                apiVersion: v1
                                                kind: Pod
                                                metadata: {namespace: shop, name: p%d}
                                                spec: {containers: [{name: main, ports: [{containerPort: 8080}]}]}
                                                """::formatted).toList());

        scene.apply(manifests);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(scene.exec("shop/p3", "curl", "-sS", scene.address("shop/p20") + ":8080").output())
                .isEqualTo("shop/p20 8080/TCP\n");
    }

    @Test
    void areAcceptedFromTheNode() throws IOException {
        scene.pod("shop/checkout");
        String address = scene.address("shop/checkout");
        Duration timeout = Duration.ofMillis(300);

        assertThat(scene.wire().accepts(new InetSocketAddress(address, 8080), timeout)).isTrue();
        assertThat(scene.wire().accepts(new InetSocketAddress(address, 8081), timeout)).isFalse();
        assertThat(scene.wire().accepts(new InetSocketAddress("10.244.200.200", 8080), timeout)).isFalse();
    }

    @ParameterizedTest(name = "{0}: accepted {1}, served {2}")
    @CsvSource({"http, true, true", "silent, true, false", "echo, true, false", "none, false, false",
            "connect-proxy, true, false"})
    void serveTheNode(String behaviour, boolean accepted, boolean served) throws IOException {
        scene.pod("shop/checkout", Map.of("lab.netproof.dev/listen", "8080=" + behaviour));
        InetSocketAddress address = new InetSocketAddress(scene.address("shop/checkout"), 8080);
        Duration timeout = Duration.ofMillis(500);

        assertThat(scene.wire().accepts(address, timeout)).isEqualTo(accepted);
        assertThat(scene.wire().serves(address, "/healthz", timeout)).isEqualTo(served);
    }

    @Test
    void inTheHostsNetworkShareTheNodesAddress() throws IOException {
        scene.pod("shop/checkout");
        scene.apply("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {namespace: kube-system, name: agent}
                    spec: {hostNetwork: true, containers: [{name: main, ports: [{containerPort: 9100}]}]}
                    """);

        assertThat(scene.address("kube-system/agent")).isEqualTo("172.30.0.1");
        assertThat(scene.tcp("shop/checkout", "172.30.0.1", 9100)).isEqualTo("open");
        assertThat(scene.tcp("kube-system/agent", "shop/checkout")).isEqualTo("open");
    }

    @Test
    void listenAsTheAnnotationSays() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api", Map.of("lab.netproof.dev/listen",
                "8080=none, 8081@127.0.0.1=http, 8082=silent, 8083=echo, 9000/UDP=none"));
        String address = scene.address("payments/api");

        assertThat(scene.tcp("shop/checkout", address, 8080)).isEqualTo("refused");
        assertThat(scene.tcp("shop/checkout", address, 8081)).isEqualTo("refused");
        assertThat(scene.exec("payments/api", "curl", "-sS", "127.0.0.1:8081").exitCode()).isZero();
        assertThat(scene.tcp("shop/checkout", address, 8082)).isEqualTo("open");
        assertThat(scene.exec("shop/checkout", "curl", "-sS", "-m", "0.5", address + ":8082").exitCode()).isEqualTo(28);
        assertThat(scene.exec("shop/checkout", "sh", "-c", "echo hi | nc -N -w 1 " + address + " 8083").output())
                .isEqualTo("hi\n");
        assertThat(scene.udp("shop/checkout", address, 9000)).isEmpty();
    }

    @Test
    void areNotStartedWithAMalformedAnnotation() {
        assertThatThrownBy(() -> scene.pod("payments/api", Map.of("lab.netproof.dev/listen", "8080=htp")))
                .hasMessageContaining("pod payments/api: annotation lab.netproof.dev/listen: '8080=htp' has the unknown"
                        + " behaviour 'htp'. Write PORT");
    }

    @Test
    void answerManyConnectionsAtOnce() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");

        WireScene.Ran curl = scene.exec("shop/checkout", "sh", "-c",
                """
                seq 200 | sed "s|.*|url = http://%s:8080/&|; a output = /dev/null" \\
                    | curl -sS --no-keepalive --parallel --parallel-max 200 --parallel-immediate -w '%%{http_code}\\n' -K -
                """.formatted(
                        scene.address("payments/api")));

        assertThat(curl.output().lines()).hasSize(200).containsOnly("200");
    }

    @Test
    void giveExecItsExitCodesAndStreams() throws Exception {
        scene.pod("shop/checkout");

        assertThat(scene.exec("shop/checkout", "sh", "-c", "echo out; echo err >&2; exit 7"))
                .isEqualTo(new WireScene.Ran(7, "out\n", "err\n"));
        assertThat(scene.exec("shop/checkout", "hostname").output()).isEqualTo("checkout\n");
        assertThat(scene.exec("shop/checkout", "no-such-tool").exitCode()).isEqualTo(127);
        assertThat(scene.exec("shop/checkout", "sh", "-c", "kill -9 $$").exitCode()).isEqualTo(137);
        assertThat(scene.exec("shop/checkout", "curl", "-sS", "127.0.0.1:1").exitCode()).isEqualTo(7);
        assertThat(scene.exec("shop/checkout", "nc", "-nz", "-w", "1", "127.0.0.1", "1").exitCode()).isEqualTo(1);
        assertThat(scene.exec("shop/checkout", "nslookup", "a.b", "127.0.0.1").exitCode()).isEqualTo(1);
        assertThat(scene.exec("shop/checkout", "env").output()).contains("HOSTNAME=checkout").doesNotContain("proxy");
    }

    @Test
    void takeLargeStandardInput() throws Exception {
        Pod pod = scene.pod("shop/checkout");
        Process process = scene.wire().exec(pod.getMetadata().getUid(), List.of("wc", "-c"));

        try (var in = process.getOutputStream()) {
            in.write(new byte[300_000]);
        }

        assertThat(process.inputReader().readLine()).isEqualTo("300000");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void loseAllOfAnExecWhenItsProcessIsDestroyed() throws Exception {
        Pod pod = scene.pod("shop/checkout");
        Process process = scene.wire().exec(pod.getMetadata().getUid(),
                List.of("sh", "-c", "(setsid nc -l 7777 &); nc -l 7778 & echo up; wait"));
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        await().until(() -> listens("7777") && listens("7778"));

        process.destroy();

        assertThat(process.waitFor(2, TimeUnit.SECONDS)).isTrue();
        await().until(() -> !listens("7777") && !listens("7778"));
    }

    private boolean listens(String port) throws IOException {
        return scene.exec("shop/checkout", "cat", "/proc/net/tcp").output()
                .contains(":" + Integer.toHexString(Integer.parseInt(port)).toUpperCase(Locale.ROOT) + " ");
    }

    @Test
    void cannotBeEnteredOnceStopped() throws IOException {
        Pod pod = scene.pod("shop/checkout");
        scene.delete("shop/checkout");

        assertThatThrownBy(() -> scene.wire().exec(pod.getMetadata().getUid(), List.of("true")))
                .isInstanceOf(IOException.class).hasMessageContaining("is not running");
        scene.wire().stop(pod.getMetadata().getUid());
    }

    @Test
    void tunnelForOthersAsAProxy() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");
        scene.pod("egress/proxy", Map.of("lab.netproof.dev/listen", "3128=connect-proxy"));
        String proxy = "http://" + scene.address("egress/proxy") + ":3128";
        String api = scene.address("payments/api");

        assertThat(scene.exec("shop/checkout", "curl", "-sSpx", proxy, api + ":8080").output())
                .isEqualTo("payments/api 8080/TCP\n");
        assertThat(scene.exec("shop/checkout", "curl", "-sSpx", proxy, api + ":8081"))
                .satisfies(ran -> assertThat(ran.exitCode()).isEqualTo(56))
                .satisfies(ran -> assertThat(ran.errors()).contains("502"));
        assertThat(scene.exec("shop/checkout", "curl", "-sSpx", proxy, "192.0.2.1:9").errors()).contains("504");
    }
}
