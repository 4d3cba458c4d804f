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

/** Refusal tells a denied connection as surely as a timeout does, and at once: most of this runs in that mode. */
class PoliciesOnTheWireTests {

    private static final String DENY_INGRESS = """
                                               apiVersion: networking.k8s.io/v1
                                               kind: NetworkPolicy
                                               metadata: {namespace: payments, name: default-deny}
                                               spec: {podSelector: {}, policyTypes: [Ingress]}
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

    @ParameterizedTest(name = "{0}: into the pod {1}, out of it {2}")
    @CsvSource(delimiter = '|', textBlock = """
                                            podSelector: {}                                                 | refused | open
                                            podSelector: {}, egress: []                                     | refused | open
                                            podSelector: {}, egress: [{ports: [{port: 1}]}]                 | refused | refused
                                            podSelector: {}, ingress: [{}], egress: [{ports: [{port: 1}]}]  | open    | refused
                                            """)
    void isolateWithoutPolicyTypesForEgressOnlyIfTheySpeakOfIt(String spec, String in, String out) throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");
        scene.apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: payments, name: without-types}
                    spec: {%s}
                    """.formatted(spec));

        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo(in);
        assertThat(scene.tcp("payments/api", "shop/checkout")).isEqualTo(out);
    }

    @ParameterizedTest(name = "{0}: {1}, and a datagram gets the answer \"{2}\"")
    @CsvSource({"DROP, timed out, ''", "REJECT, refused, ''", "NONE, open, payments/api 9000/UDP hello"})
    void whatADeniedSourceSees(EnforcementMode mode, String tcp, String datagram) throws IOException {
        try (WireScene other = WireScene.start(mode)) {
            other.pod("shop/checkout");
            other.pod("payments/api");
            assertThat(other.sync().tcp("shop/checkout", "payments/api")).isEqualTo("open");

            other.apply(DENY_INGRESS);

            assertThat(other.tcp("shop/checkout", "payments/api")).isEqualTo(tcp);
            assertThat(other.udp("shop/checkout", other.address("payments/api"), 9000)).isEqualTo(datagram);
        }
    }

    @Test
    void ingressAndEgressAreIndependent() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");
        scene.apply(DENY_INGRESS);

        assertThat(scene.tcp("payments/api", "shop/checkout")).isEqualTo("open");
        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("refused");

        scene.delete("default-deny");
        scene.apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: payments, name: no-way-out}
                    spec: {podSelector: {}, policyTypes: [Egress]}
                    """);

        assertThat(scene.tcp("payments/api", "shop/checkout")).isEqualTo("refused");
        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("open");
    }

    @Test
    void bothSidesMustAllow() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");
        scene.apply(DENY_INGRESS + """
                                   ---
                                   apiVersion: networking.k8s.io/v1
                                   kind: NetworkPolicy
                                   metadata: {namespace: shop, name: out}
                                   spec: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 8080}]}]}
                                   """);

        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("refused");

        scene.apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: payments, name: in}
                    spec: {podSelector: {}, ingress: [{}]}
                    """);

        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("open");
        assertThat(scene.udp("shop/checkout", scene.address("payments/api"), 9000)).isEmpty();
    }

    @Test
    void selectorsInOnePeerAreAndedAndPeersAreOred() throws IOException {
        scene.apply("""
                    apiVersion: v1
                    kind: Namespace
                    metadata: {name: shop, labels: {team: store}}
                    """);
        scene.pod("shop/checkout", "app=checkout");
        scene.pod("shop/other", "app=other");
        scene.pod("legacy/checkout", "app=checkout");
        scene.pod("payments/batch", "app=batch");
        scene.pod("payments/api", "app=api");
        scene.apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: payments, name: api}
                    spec:
                      podSelector: {matchLabels: {app: api}}
                      ingress:
                      - from:
                        - namespaceSelector: {matchLabels: {team: store}}
                          podSelector: {matchLabels: {app: checkout}}
                        - podSelector: {matchExpressions: [{key: app, operator: In, values: [batch]}]}
                        ports: [{port: http}]
                    """);

        assertThat(scene.tcp("shop/checkout", "payments/api")).as("namespace and pod match").isEqualTo("open");
        assertThat(scene.tcp("shop/other", "payments/api")).as("namespace alone").isEqualTo("refused");
        assertThat(scene.tcp("legacy/checkout", "payments/api")).as("pod alone").isEqualTo("refused");
        assertThat(scene.tcp("payments/batch", "payments/api")).as("the policy's own namespace").isEqualTo("open");
        assertThat(scene.tcp("payments/api", "payments/batch")).as("not selected").isEqualTo("open");
    }

    @Test
    void labelsThatChangeChangeWhatIsEnforced() throws IOException {
        scene.pod("shop/checkout", "app=checkout");
        scene.pod("payments/api", "app=api");
        scene.apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: payments, name: api}
                    spec:
                      podSelector: {matchLabels: {app: api}}
                      ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: checkout}}}]}]
                    """);
        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("open");

        scene.label("shop/checkout", "app", "stranger");
        assertThat(scene.tcp("shop/checkout", "payments/api")).as("source no longer matches").isEqualTo("refused");

        scene.label("payments/api", "app", "drifted");
        assertThat(scene.tcp("shop/checkout", "payments/api")).as("target no longer selected").isEqualTo("open");

        scene.label("payments/api", "app", "api");
        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("refused");

        scene.delete("api");
        assertThat(scene.tcp("shop/checkout", "payments/api")).as("policy deleted").isEqualTo("open");
    }

    @Test
    void aNewPodComesUnderPoliciesThatAreThere() throws IOException {
        scene.apply(DENY_INGRESS);
        scene.pod("shop/checkout");
        scene.pod("payments/api");
        scene.sync();

        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("refused");
    }

    @Test
    void theNodeAndThePodItselfAreAlwaysLetIn() throws IOException {
        scene.pod("payments/api");
        scene.apply(DENY_INGRESS + """
                                   ---
                                   apiVersion: v1
                                   kind: Pod
                                   metadata: {namespace: kube-system, name: agent}
                                   spec: {hostNetwork: true, containers: [{name: main}]}
                                   """);

        assertThat(scene.tcp("kube-system/agent", "payments/api")).isEqualTo("open");
        assertThat(scene.tcp("payments/api", "payments/api")).isEqualTo("open");
    }

    @Test
    void ipBlocksNamedPortsAndRangesNarrowEgress() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");
        scene.apply("""
                    apiVersion: lab.netproof.dev/v1
                    kind: ExternalHost
                    metadata: {name: partner}
                    spec: {addresses: [203.0.113.10, 203.0.113.20], listen: "80=http, 8085=http, 8090=http"}
                    ---
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: shop, name: out}
                    spec:
                      podSelector: {}
                      policyTypes: [Egress]
                      egress:
                      - to: [{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.20/32]}}]
                        ports: [{port: 8080, endPort: 8089}]
                      - to: [{namespaceSelector: {}}]
                        ports: [{port: time, protocol: UDP}]
                    """);

        assertThat(scene.tcp("shop/checkout", "203.0.113.10", 8085)).isEqualTo("open");
        assertThat(scene.tcp("shop/checkout", "203.0.113.10", 8090)).as("above endPort").isEqualTo("refused");
        assertThat(scene.tcp("shop/checkout", "203.0.113.20", 8085)).as("excepted").isEqualTo("refused");
        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("refused");
        assertThat(scene.udp("shop/checkout", scene.address("payments/api"), 9000)).contains("payments/api");
    }

    @Test
    void manyPoliciesAtOnceFitThroughNft() throws IOException {
        scene.pod("shop/checkout", "app=checkout");
        scene.pod("payments/api", "app=api");
        StringBuilder policies = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            policies.append(
                    """
                    ---
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: payments, name: p%d}
                    spec:
                      podSelector: {matchLabels: {app: api}}
                      ingress: [{from: [{namespaceSelector: {}}], ports: [{port: %d}, {port: %d, protocol: UDP}]}]
                    """.formatted(i, 10000 + i, 20000 + i));
        }
        scene.apply(DENY_INGRESS + policies);
        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("refused");

        scene.apply("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {namespace: payments, name: p7}
                    spec: {podSelector: {matchLabels: {app: api}}, ingress: [{ports: [{port: 8080}]}]}
                    """);
        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("open");
    }

    @Test
    void onePolicyThatCannotBeEnforcedDoesNotSpoilTheOthers() throws IOException {
        scene.pod("shop/checkout");
        scene.pod("payments/api");

        assertThatThrownBy(() -> scene
                .apply(DENY_INGRESS + """
                                      ---
                                      apiVersion: networking.k8s.io/v1
                                      kind: NetworkPolicy
                                      metadata: {namespace: payments, name: bad}
                                      spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: nowhere}}]}]}
                                      """)).isInstanceOf(IOException.class)
                .hasMessageStartingWith("NetworkPolicy payments/bad: ");

        assertThat(scene.tcp("shop/checkout", "payments/api")).isEqualTo("refused");
    }
}
