package dev.netproof.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.Clusters;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.CollectedEvidence;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.evidence.text.Wording;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.plan.EphemeralUse;
import dev.netproof.probe.ClusterProbeField;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.probe.RunMark;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.TestLab;
import dev.netproof.time.Ticker;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Ephemeral containers and stand-ins on real packets, and what becomes of a run when their pods go away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePodsOnTheWireTests {

    private static final String SCENE = """
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: shop}
                                        ---
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: books}
                                        ---
                                        apiVersion: networking.k8s.io/v1
                                        kind: NetworkPolicy
                                        metadata: {name: nobody, namespace: books}
                                        spec: {podSelector: {}, policyTypes: [Ingress]}
                                        ---
                                        apiVersion: networking.k8s.io/v1
                                        kind: NetworkPolicy
                                        metadata: {name: ledger, namespace: books}
                                        spec:
                                          podSelector: {matchLabels: {app: ledger}}
                                          policyTypes: [Ingress]
                                          ingress:
                                            - from:
                                                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}
                                                  podSelector: {matchLabels: {app: batch}}
                                        ---
                                        apiVersion: v1
                                        kind: Pod
                                        metadata: {name: open, namespace: shop, labels: {app: open}}
                                        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        """;
    private static final Source BATCH = new Source("batch",
            new Identity.OfPods("shop", new PodSelection.Labelled(Map.of("app", "batch"))));
    private static final Source STRANGER = new Source("stranger",
            new Identity.Labelled("shop", Map.of("app", "stranger")));
    private static final Destination OPEN = new Destination("open", new Target.OfPods("shop", Map.of("app", "open")));
    private static final Destination VAULT = new Destination("vault",
            new Target.OfPods("books", Map.of("app", "vault")));
    private static final Destination LEDGER = new Destination("ledger",
            new Target.OfPods("books", Map.of("app", "ledger")), true);

    private final TestLab lab;
    private final KubernetesClient client;
    private final Cluster cluster;
    private final CollectedEvidence evidence = new CollectedEvidence();

    LivePodsOnTheWireTests(@TempDir Path folder) {
        lab = TestLab.start(folder, SCENE);
        client = lab.client();
        cluster = Clusters.fromKubeconfig(lab.kubeconfig(), null);
    }

    @BeforeEach
    void podsThatAreThere() {
        start("shop", "batch");
        start("books", "vault");
        evidence.edges().clear();
    }

    @AfterEach
    void nothingIsLeftBehindButInPodsThatGo() {
        vanish("shop", "batch");
        vanish("books", "vault");
        assertThat(cluster.find(null, RunMark.labels())).isEmpty();
    }

    @AfterAll
    void end() {
        cluster.close();
        lab.close();
    }

    private void start(String namespace, String name) {
        client.pods().inNamespace(namespace).resource(new PodBuilder().withNewMetadata().withName(name)
                .addToLabels("app", name).endMetadata().withNewSpec().addNewContainer().withName("app")
                .withImage("app").addNewPort().withContainerPort(8080).endPort().endContainer().endSpec().build())
                .create();
        client.pods().inNamespace(namespace).withName(name).waitUntilCondition(
                pod -> pod != null && pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase()), 20,
                TimeUnit.SECONDS);
    }

    private void vanish(String namespace, String name) {
        client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
        client.pods().inNamespace(namespace).withName(name).waitUntilCondition(gone -> gone == null, 20,
                TimeUnit.SECONDS);
    }

    private void run(String atStep, Runnable happening, Edges... edges) throws IOException {
        RunMark mark = new RunMark("run-1", "1.0", "payments");
        Progress progress = step -> {
            if (!atStep.isEmpty() && step.startsWith(atStep)) {
                happening.run();
            }
        };
        RunOptions options = new RunOptions(Duration.ofMillis(200), Duration.ofMillis(100), false,
                new EphemeralUse(true, true), false);
        new Run(new RunSetup("run-1", "1.0", "probe", cluster,
                id -> new ClusterProbeField(cluster, mark, ProbePodOptions.of("probe")), null, options,
                Clock.systemUTC(), Ticker.system(), progress, new Cancellation()))
                .execute(List.of(Edges.matrix(edges)), evidence);
    }

    private void run(Edges... edges) throws IOException {
        run("", () -> {}, edges);
    }

    private EdgeEvidence edge(String id) {
        return evidence.edges().stream().filter(edge -> edge.id().equals(id)).findFirst().orElseThrow();
    }

    private static Edges allow(String id, Source source, Destination to) {
        return Edges.allow(id, source).to(to);
    }

    private static Edges deny(String id, Source source, Destination to) {
        return Edges.deny(id, source).to(to);
    }

    @Test
    void aSourceHasTheAddressAndThePoliciesOfItsPod() throws IOException {
        Pod batch = client.pods().inNamespace("shop").withName("batch").get();

        run(allow("books", BATCH, LEDGER), deny("stays-out", STRANGER, LEDGER), deny("vault", BATCH, VAULT));

        assertThat(evidence.edges()).allSatisfy(
                edge -> assertThat(edge.verdict().result()).as("%s", edge.verdict()).isEqualTo(Result.CONFORMS));
        assertThat(edge("books").attempts()).extracting(Attempt::source).allSatisfy(pod -> {
            assertThat(pod.uid()).isEqualTo(batch.getMetadata().getUid());
            assertThat(pod.address()).isEqualTo(batch.getStatus().getPodIP());
        });
        assertThat(edge("vault").controls()).anySatisfy(control -> {
            assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED_ITSELF);
            assertThat(control.proved()).isTrue();
        });
        assertThat(client.pods().inNamespace("shop").withName("batch").get().getStatus()
                .getEphemeralContainerStatuses()).extracting(ContainerStatus::getName).hasSize(1);
    }

    @Test
    void aSourceWhosePodGoesLosesItsEdgesAndNoOthers() throws IOException {
        run("probing", () -> vanish("shop", "batch"), allow("stays", STRANGER, OPEN), allow("goes", BATCH, OPEN));

        assertThat(evidence.edges()).extracting(edge -> edge.verdict().result()).containsExactly(Result.CONFORMS,
                Result.INCONCLUSIVE);
        assertThat(edge("goes").verdict().findings()).extracting(Wording.ENGLISH::message)
                .anySatisfy(message -> assertThat(message).contains("batch in namespace shop is gone"));
    }

    @Test
    void aPodThatTakesTheNameOfOneThatWentIsNotTouched() throws IOException {
        run("launching", () -> {
            vanish("shop", "batch");
            start("shop", "batch");
        }, allow("stays", STRANGER, OPEN), allow("goes", BATCH, OPEN));

        assertThat(evidence.edges()).extracting(edge -> edge.verdict().result()).containsExactly(Result.CONFORMS,
                Result.INCONCLUSIVE);
        assertThat(edge("goes").verdict().findings()).extracting(Wording.ENGLISH::message)
                .anySatisfy(message -> assertThat(message).startsWith("Its ephemeral container did not start: "));
        assertThat(client.pods().inNamespace("shop").withName("batch").get().getSpec().getEphemeralContainers())
                .isEmpty();
    }

    @Test
    void aTargetThatCannotBeAskedAnyMoreIsNotProven() throws IOException {
        run("probing", () -> vanish("books", "vault"), deny("vault", STRANGER, VAULT), allow("stays", BATCH, OPEN));

        assertThat(evidence.edges()).extracting(edge -> edge.verdict().result()).containsExactly(Result.INCONCLUSIVE,
                Result.CONFORMS);
    }
}
