package dev.netproof.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Objects;

import dev.netproof.lab.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingTests {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private TestCluster cluster;
    private KubernetesClient client;

    @BeforeEach
    void start() {
        cluster = new TestCluster(3);
        client = cluster.client();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void create(String manifest) {
        HasMetadata object = YAML.unmarshal(manifest);
        client.resource(object).create();
    }

    private void pod(String name, String spec) {
        create("""
               apiVersion: v1
               kind: Pod
               metadata: {name: %s, namespace: default}
               spec: {containers: [{name: main, image: "any:1"}]%s}
               """.formatted(name, spec.isEmpty() ? "" : ", " + spec));
    }

    private void workload(String kind, String rest) {
        create("""
               apiVersion: apps/v1
               kind: %s
               metadata: {name: work, namespace: default}
               spec:
                 %s
                 selector: {matchLabels: {app: work}}
                 template:
                   metadata: {labels: {app: work}}
                   spec: {containers: [{name: main, image: "any:1"}]}
               """.formatted(kind, rest));
    }

    private void taint(String node, String key, String value) {
        client.nodes().withName(node).edit(old -> new NodeBuilder(old).editSpec().addNewTaint().withKey(key)
                .withValue(value).withEffect("NoSchedule").endTaint().endSpec().build());
    }

    private String nodeOf(String pod) {
        return Objects.requireNonNullElse(client.pods().withName(pod).get().getSpec().getNodeName(), "");
    }

    private List<String> nodesOfWork() {
        return client.pods().withLabel("app", "work").list().getItems().stream()
                .map(pod -> Objects.requireNonNullElse(pod.getSpec().getNodeName(), "")).sorted().toList();
    }

    @Test
    void everyNodeHasItsNameAddressAndRangeOfPods() {
        List<Node> nodes = client.nodes().list().getItems();

        assertThat(nodes).extracting(node -> node.getMetadata().getName()).containsExactly("node-1", "node-2",
                "node-3");
        assertThat(nodes).extracting(node -> node.getMetadata().getLabels().get("kubernetes.io/hostname"))
                .containsExactly("node-1", "node-2", "node-3");
        assertThat(nodes).extracting(node -> node.getStatus().getAddresses().get(0).getAddress())
                .containsExactly("172.30.0.1", "172.30.0.2", "172.30.0.3");
        assertThat(nodes).extracting(node -> node.getSpec().getPodCIDR())
                .containsExactly("10.244.0.0/20", "10.244.16.0/20", "10.244.32.0/20");
    }

    @Test
    void replicasAreSpread() {
        workload("Deployment", "replicas: 6");

        await().untilAsserted(() -> assertThat(nodesOfWork()).containsExactly("node-1", "node-1", "node-2", "node-2",
                "node-3", "node-3"));
    }

    @Test
    void podsOfNobodyAreSpreadToo() {
        List.of("a", "b", "c").forEach(name -> pod(name, "nodeSelector: {kubernetes.io/os: linux}"));

        await().untilAsserted(() -> assertThat(List.of(nodeOf("a"), nodeOf("b"), nodeOf("c"))).doesNotHaveDuplicates()
                .doesNotContain(""));
    }

    @Test
    void aDaemonSetRunsOnEveryNodeItTolerates() {
        taint("node-2", "reserved", "gpu");
        workload("DaemonSet", "");

        await().untilAsserted(() -> assertThat(nodesOfWork()).containsExactly("node-1", "node-3"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                                            nodeName: node-3
                                            nodeSelector: {kubernetes.io/hostname: node-3}
                                            affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [node-3]}]}]}}}
                                            affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [node-3]}]}]}}}
                                            """)
    void aPodRunsWhereItWants(String spec) {
        pod("choosy", spec);

        await().untilAsserted(() -> {
            Pod choosy = client.pods().withName("choosy").get();
            assertThat(choosy.getStatus().getPhase()).isEqualTo("Running");
            assertThat(choosy.getSpec().getNodeName()).isEqualTo("node-3");
            assertThat(choosy.getStatus().getHostIP()).isEqualTo("172.30.0.3");
        });
    }

    @Test
    void aTaintKeepsOutWhatDoesNotTolerateIt() {
        taint("node-1", "reserved", "gpu");
        taint("node-2", "reserved", "gpu");
        pod("plain", "");
        pod("tolerant", "nodeName: '', tolerations: [{key: reserved, value: gpu}], "
                + "nodeSelector: {kubernetes.io/hostname: node-1}");
        pod("careless", "tolerations: [{operator: Exists}], nodeSelector: {kubernetes.io/hostname: node-2}");

        await().untilAsserted(() -> assertThat(List.of(nodeOf("plain"), nodeOf("tolerant"), nodeOf("careless")))
                .containsExactly("node-3", "node-1", "node-2"));
    }

    @Test
    void aPodThatFitsNowhereSaysWhyOfEveryNode() {
        taint("node-1", "reserved", "gpu");
        client.nodes().withName("node-2")
                .edit(old -> new NodeBuilder(old).editSpec().withUnschedulable(true).endSpec().build());
        pod("homeless", "nodeSelector: {disk: ssd}");
        String message = "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector,"
                + " 1 node(s) had untolerated taint {reserved: gpu}, 1 node(s) were unschedulable.";

        await().untilAsserted(() -> {
            Pod homeless = client.pods().withName("homeless").get();
            assertThat(homeless.getStatus().getPhase()).isEqualTo("Pending");
            assertThat(homeless.getStatus().getConditions()).singleElement().satisfies(condition -> {
                assertThat(condition.getType()).isEqualTo("PodScheduled");
                assertThat(condition.getStatus()).isEqualTo("False");
                assertThat(condition.getReason()).isEqualTo("Unschedulable");
                assertThat(condition.getMessage()).isEqualTo(message);
            });
            assertThat(client.v1().events().list().getItems()).singleElement().satisfies(event -> {
                assertThat(event.getReason()).isEqualTo("FailedScheduling");
                assertThat(event.getMessage()).isEqualTo(message);
                assertThat(event.getInvolvedObject().getName()).isEqualTo("homeless");
            });
        });

        client.nodes().withName("node-3").edit(
                old -> new NodeBuilder(old).editMetadata().addToLabels("disk", "ssd").endMetadata().build());

        await().untilAsserted(() -> assertThat(nodeOf("homeless")).isEqualTo("node-3"));
    }
}
