package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import dev.netproof.lab.network.EnforcementMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsOnTheWireTests {

    private static final String NOWHERE = "192.0.2.1";
    private static final String FAULT = """
                                        apiVersion: lab.netproof.dev/v1
                                        kind: PodFault
                                        metadata: {namespace: shop, name: fault}
                                        spec: {labels: {app: web}, fault: %s}
                                        """;

    private static WireScene scene;

    @BeforeAll
    static void start() {
        scene = WireScene.start(EnforcementMode.REJECT);
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
    void aPodWithoutNetworkReachesNobodyAndIsReachedByNobodyUntilTheFaultIsGone() throws IOException {
        scene.pod("shop/web", "app=web");
        scene.pod("shop/other", "app=other");
        scene.pod("pay/web", "app=web");

        scene.apply(FAULT.formatted("no-network"));

        assertThat(scene.tcp("shop/web", "pay/web")).isEqualTo("timed out");
        assertThat(scene.tcp("pay/web", "shop/web")).isEqualTo("timed out");
        assertThat(scene.udp("shop/web", scene.address("pay/web"), 9000)).isEmpty();
        assertThat(scene.tcp("shop/other", "pay/web")).isEqualTo("open");

        scene.delete("fault");

        assertThat(scene.tcp("shop/web", "pay/web")).isEqualTo("open");
    }

    @Test
    void aTransparentProxyAcceptsEveryTcpConnectionOfItsPodsWhateverThePoliciesSay() throws IOException {
        scene.pod("shop/web", "app=web");
        scene.pod("shop/other", "app=other");
        scene.pod("pay/api");
        scene.apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: shop, name: no-egress}
                    spec: {podSelector: {}, policyTypes: [Egress]}
                    """);
        assertThat(scene.tcp("shop/web", NOWHERE, 9)).isEqualTo("refused");

        scene.apply(FAULT.formatted("transparent-proxy"));

        assertThat(scene.tcp("shop/web", NOWHERE, 9)).isEqualTo("open");
        assertThat(scene.tcp("shop/web", "pay/api")).isEqualTo("open");
        assertThat(scene.tcp("shop/other", NOWHERE, 9)).isEqualTo("refused");
    }

    @Test
    void anEngineMayIgnoreEgress() throws IOException {
        try (WireScene other = WireScene.start(WireOptions.of(EnforcementMode.REJECT).withEgressIgnored(true))) {
            other.pod("shop/web");
            other.pod("pay/api");
            other.apply("""
                        apiVersion: networking.k8s.io/v1
                        kind: NetworkPolicy
                        metadata: {namespace: shop, name: default-deny}
                        spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
                        """);

            assertThat(other.tcp("shop/web", "pay/api")).isEqualTo("open");
            assertThat(other.tcp("pay/api", "shop/web")).isEqualTo("refused");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                                            {labels: {app: web}, fault: slow} | the fault slow is not known. Write fault: no-network, no-egress, no-ingress or transparent-proxy.
                                            {labels: {app: web}}              | the fault null is not known. Write fault: no-network, no-egress, no-ingress or transparent-proxy.
                                            {fault: no-network}               | has no labels. Write those of the pods it is about.
                                            []                                | has no spec. Give it one with labels and fault.
                                            """)
    void malformedOnesAreReported(String spec, String problem) {
        assertThatThrownBy(() -> scene.apply(FAULT.replaceAll("spec: .*", "spec: " + spec)))
                .isInstanceOf(IOException.class)
                .hasMessage("pod fault shop/fault: " + problem);
    }
}
