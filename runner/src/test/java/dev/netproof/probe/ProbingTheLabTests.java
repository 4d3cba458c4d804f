package dev.netproof.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.Clusters;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.testkit.TestLab;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Launch, round and removal against real packets and real controllers, as far as the lab has them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbingTheLabTests {

    private static final RunMark MARK = new RunMark("run-1", "0.1.0", "payments");
    private static final ProbePodOptions OPTIONS = new ProbePodOptions("probe", Duration.ofMinutes(5),
            Duration.ofSeconds(20), null);
    private static final Map<String, String> CHECKOUT = Map.of("app", "checkout", "pod-template-hash", "abc");

    private static final String SCENE = """
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: shop}
                                        ---
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: payments}
                                        ---
                                        apiVersion: apps/v1
                                        kind: Deployment
                                        metadata: {name: checkout, namespace: shop}
                                        spec:
                                          replicas: 1
                                          selector: {matchLabels: {app: checkout}}
                                          template:
                                            metadata: {labels: {app: checkout}}
                                            spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        ---
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: checkout, namespace: shop}
                                        spec: {selector: {app: checkout}, ports: [{port: 80, targetPort: 8080}]}
                                        ---
                                        apiVersion: apps/v1
                                        kind: DaemonSet
                                        metadata: {name: agent, namespace: shop}
                                        spec:
                                          selector: {matchLabels: {app: agent}}
                                          template:
                                            metadata: {labels: {app: agent}}
                                            spec: {containers: [{name: app, image: app}]}
                                        ---
                                        apiVersion: v1
                                        kind: Pod
                                        metadata: {name: payer, namespace: payments, labels: {app: payer}}
                                        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        ---
                                        apiVersion: networking.k8s.io/v1
                                        kind: NetworkPolicy
                                        metadata: {name: checkout-only, namespace: payments}
                                        spec:
                                          podSelector: {matchLabels: {app: payer}}
                                          ingress:
                                            - from:
                                                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}
                                                  podSelector: {matchLabels: {app: checkout}}
                                        """;

    private final TestLab lab;
    private final KubernetesClient client;
    private final Cluster cluster;

    ProbingTheLabTests(@TempDir Path folder) {
        lab = TestLab.start(folder, SCENE);
        client = lab.client();
        cluster = Clusters.fromKubeconfig(lab.kubeconfig(), null);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(cluster.find(null, RunMark.labels())).isEmpty();
    }

    @AfterAll
    void end() {
        cluster.close();
        lab.close();
    }

    @Test
    void seesWhatPolicyGrantsTheWorkloadAndDeniesAStranger() {
        try (ProbePods pods = launch(plan("checkout", "shop", CHECKOUT),
                plan("stranger", "shop", Map.of("app", "x")))) {
            Map<String, RawRecord> records = Records.byProbe(new Prober(cluster).round(List.of(
                    new Batch(pods.launches().get(0), List.of(handshake("allowed"), request("allowed-http"))),
                    new Batch(pods.launches().get(1), List.of(handshake("denied"), request("denied-http"))))));

            assertThat(records.get("allowed")).as("%s", records.get("allowed"))
                    .satisfies(record -> assertThat(record.exitCode()).isZero());
            assertThat(records.get("allowed-http")).as("%s", records.get("allowed-http"))
                    .satisfies(record -> assertThat(record.exitCode()).isZero());
            assertThat(records.get("denied")).as("%s", records.get("denied"))
                    .satisfies(record -> assertThat(record.exitCode()).isEqualTo(1));
            assertThat(records.get("denied-http")).as("%s", records.get("denied-http"))
                    .satisfies(record -> assertThat(record.exitCode()).isEqualTo(28));
        }
    }

    @Test
    void isNeitherAdoptedNorAReadyEndpointNorReady() {
        try (ProbePods pods = launch(plan("checkout", "shop", CHECKOUT))) {
            Launch.Running probe = (Launch.Running) pods.launches().getFirst();
            // The controllers have seen the probe pod once its own address is in the slice, ready or not.
            client.discovery().v1().endpointSlices().inNamespace("shop")
                    .withLabel("kubernetes.io/service-name", "checkout").informOnCondition(
                            slices -> slices.stream().flatMap(slice -> slice.getEndpoints().stream())
                                    .anyMatch(endpoint -> isAt(endpoint, probe)))
                    .orTimeout(20, TimeUnit.SECONDS).join();

            Pod now = cluster.pod("shop", probe.pod().getMetadata().getName());
            assertThat(now.getMetadata().getOwnerReferences()).extracting(OwnerReference::getKind)
                    .containsExactly("ConfigMap");
            assertThat(now.getStatus().getConditions())
                    .filteredOn(condition -> Set.of("Ready", "ContainersReady").contains(condition.getType()))
                    .hasSize(2).allSatisfy(condition -> assertThat(condition.getStatus()).isEqualTo("False"));
            assertThat(client.discovery().v1().endpointSlices().inNamespace("shop").list().getItems())
                    .flatExtracting(slice -> slice.getEndpoints())
                    .filteredOn(endpoint -> isAt(endpoint, probe))
                    .allSatisfy(endpoint -> assertThat(endpoint.getConditions().getReady()).isFalse());
            assertThat(client.pods().inNamespace("shop").withLabel("pod-template-hash").list().getItems()).hasSize(1);
        }
    }

    @Test
    void goesWithItsOwner() {
        try (ProbePods pods = launch(plan("checkout", "shop", CHECKOUT), plan("b", "payments", Map.of("app", "b")))) {
            cluster.find(null, RunMark.labels()).stream().filter(object -> object.getKind().equals("ConfigMap"))
                    .forEach(cluster::delete);

            for (Launch launch : pods.launches()) {
                Pod pod = ((Launch.Running) launch).pod();
                client.resource(pod).waitUntilCondition(now -> now == null, 20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void isFoundAndRemovedAfterItsRunDied() {
        ProbePods dead = launch(plan("checkout", "shop", CHECKOUT), plan("b", "payments", Map.of("app", "b")));
        assertThat(dead.launches()).hasOnlyElementsOfType(Launch.Running.class);

        Removal removal = new Leftovers(cluster).remove(new RunSelection(Set.of(), null, Duration.ZERO));

        assertThat(removal.complete()).as(removal.remark()).isTrue();
        assertThat(removal.removed()).extracting(ObjectRef::kind)
                .containsExactlyInAnyOrder("ConfigMap", "ConfigMap", "Pod", "Pod");
        assertThat(client.pods().inNamespace("payments").list().getItems()).extracting(HasMetadata::getMetadata)
                .extracting(metadata -> metadata.getName()).containsExactly("payer");
    }

    @Test
    void aPodThatADaemonSetTakesForItsOwnFailsWithTheReasonAndTheOthersWork() {
        try (ProbePods pods = launch(plan("agent", "shop", Map.of("app", "agent")),
                plan("checkout", "shop", CHECKOUT))) {
            assertThat(pods.launches().get(1)).isInstanceOf(Launch.Running.class);
            assertThat(pods.launches().get(0)).isInstanceOfSatisfying(Launch.Failed.class,
                    failed -> assertThat(failed.reason()).containsAnyOf("somebody deletes the pod", "DaemonSet"));
        }
    }

    @Test
    void aNamespaceThatIsNotThereFailsItsPodsAndTheOthersWork() {
        try (ProbePods pods = launch(plan("a", "nowhere", Map.of("app", "a")), plan("checkout", "shop", CHECKOUT))) {
            assertThat(pods.launches().get(0)).isInstanceOfSatisfying(Launch.Failed.class,
                    failed -> assertThat(failed.reason()).startsWith("There is no namespace nowhere"));
            assertThat(pods.launches().get(1)).isInstanceOf(Launch.Running.class);
        }
    }

    @Test
    void aNodeThatIsNotThereIsNamedInTheReason() {
        ProbePodOptions hasty = new ProbePodOptions("probe", Duration.ofMinutes(5), Duration.ofSeconds(2), null);
        ProbePodPlan elsewhere = new ProbePodPlan("a", "shop", Map.of("app", "a"), null, List.of(), "node-7");

        try (ProbePods pods = ProbePods.launch(cluster, MARK, hasty, List.of(elsewhere))) {
            assertThat(pods.launches().getFirst()).isInstanceOfSatisfying(Launch.Failed.class,
                    failed -> assertThat(failed.reason()).contains("did not start within 2 s")
                            .contains("Unschedulable"));
        }
    }

    @Test
    void aPodThatVanishesBetweenRoundsFailsItsProbesWithTheReason() {
        try (ProbePods pods = launch(plan("checkout", "shop", CHECKOUT))) {
            Pod pod = ((Launch.Running) pods.launches().getFirst()).pod();
            cluster.delete(pod);
            client.resource(pod).waitUntilCondition(now -> now == null, 20, TimeUnit.SECONDS);

            RawRecord record = new Prober(cluster)
                    .round(List.of(new Batch(pods.launches().getFirst(), List.of(handshake("p")))))
                    .records().getFirst();

            assertThat(record.exitCode()).isEqualTo(RawRecord.NOT_RUN);
            assertThat(record.stderr()).contains("is gone: it was evicted or deleted");
        }
    }

    private static boolean isAt(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint, Launch.Running probe) {
        return endpoint.getAddresses().contains(probe.pod().getStatus().getPodIP());
    }

    private ProbePods launch(ProbePodPlan... plans) {
        return ProbePods.launch(cluster, MARK, OPTIONS, List.of(plans));
    }

    private static ProbePodPlan plan(String key, String namespace, Map<String, String> labels) {
        return new ProbePodPlan(key, namespace, labels, null, List.of(), null);
    }

    private Probe handshake(String id) {
        return probe(id, new Ask.Handshake());
    }

    private Probe request(String id) {
        return probe(id, new Ask.Request(false, "GET", "/", Set.of()));
    }

    private Probe probe(String id, Ask ask) {
        String address = cluster.pod("payments", "payer").getStatus().getPodIP();
        return new Probe(id, ask,
                new Endpoint(Endpoint.Kind.POD, new Place.Pod("payments", "payer"), address, 8080, Protocol.TCP,
                        null, null),
                address, null, Duration.ofSeconds(2));
    }
}
