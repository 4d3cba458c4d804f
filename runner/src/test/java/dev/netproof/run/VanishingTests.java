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
import dev.netproof.evidence.CollectedEvidence;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.evidence.text.Wording;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.probe.ClusterProbeField;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.probe.RunMark;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.TestLab;
import dev.netproof.time.Ticker;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a run, on real packets, when something that it needs goes away between two of its steps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VanishingTests {

    private static final String SCENE = """
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: shop}
                                        ---
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: payments}
                                        ---
                                        apiVersion: v1
                                        kind: Pod
                                        metadata: {name: payer, namespace: payments, labels: {app: payer}}
                                        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        ---
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: payer, namespace: payments}
                                        spec: {selector: {app: payer}, ports: [{port: 8080}]}
                                        ---
                                        apiVersion: v1
                                        kind: Pod
                                        metadata: {name: mortal, namespace: payments, labels: {app: mortal}}
                                        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        ---
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: mortal, namespace: payments}
                                        spec: {selector: {app: mortal}, ports: [{port: 8080}]}
                                        """;
    private static final Destination PAYER = new Destination("payer", new Target.OfService("payments", "payer"));

    private final TestLab lab;
    private final KubernetesClient client;
    private final Cluster cluster;
    private final CollectedEvidence evidence = new CollectedEvidence();

    VanishingTests(@TempDir Path folder) {
        lab = TestLab.start(folder, SCENE);
        client = lab.client();
        cluster = Clusters.fromKubeconfig(lab.kubeconfig(), null);
    }

    @BeforeEach
    void aNamespaceThatIsToGo() {
        client.namespaces().resource(new NamespaceBuilder().withNewMetadata().withName("doomed").endMetadata().build())
                .create();
        evidence.edges().clear();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        vanish("doomed");
        assertThat(cluster.find(null, RunMark.labels())).isEmpty();
    }

    @AfterAll
    void end() {
        cluster.close();
        lab.close();
    }

    private void vanish(String namespace) {
        client.namespaces().withName(namespace).delete();
        client.namespaces().withName(namespace).waitUntilCondition(gone -> gone == null, 20, TimeUnit.SECONDS);
    }

    private void evict(String namespace) {
        for (HasMetadata pod : client.pods().inNamespace(namespace).withLabels(RunMark.labels()).list().getItems()) {
            client.resource(pod).withGracePeriod(0).delete();
            client.resource(pod).waitUntilCondition(gone -> gone == null, 20, TimeUnit.SECONDS);
        }
    }

    /** A run of one edge from a namespace that stays and one from a namespace that goes. */
    private void run(String atStep, Runnable vanishing) throws IOException {
        run(atStep, vanishing, Edges.allow("stays", source("shop")).to(PAYER),
                Edges.allow("goes", source("doomed")).to(PAYER));
    }

    private void run(String atStep, Runnable vanishing, Edges... edges) throws IOException {
        RunMark mark = new RunMark("run-1", "1.0", "payments");
        ProbePodOptions pods = ProbePodOptions.of("probe");
        Progress progress = step -> {
            if (step.startsWith(atStep)) {
                vanishing.run();
            }
        };
        RunOptions options = new RunOptions(Duration.ofMillis(200), Duration.ofMillis(100), false);
        new Run(new RunSetup("run-1", "1.0", "probe", cluster, id -> new ClusterProbeField(cluster, mark, pods), null,
                options, Clock.systemUTC(), Ticker.system(), progress, new Cancellation()))
                .execute(List.of(Edges.matrix(edges)), evidence);
    }

    private static Source source(String namespace) {
        return new Source(namespace, new Identity.Labelled(namespace, Map.of("app", "client")));
    }

    /** The one edge is as expected, and the other an error for that reason. */
    private void onlyOneIsLost(FindingId id, String reason) {
        assertThat(evidence.edges()).extracting(EdgeEvidence::id).containsExactly("stays", "goes");
        assertThat(evidence.edges()).extracting(edge -> edge.verdict().result()).containsExactly(Result.CONFORMS,
                Result.INCONCLUSIVE);
        assertThat(evidence.edges().get(1).verdict().findings()).extracting(Finding::id).contains(id);
        assertThat(evidence.edges().get(1).verdict().findings()).extracting(Wording.ENGLISH::message)
                .anySatisfy(message -> assertThat(message).contains(reason));
    }

    @Test
    void aNamespaceThatIsGoneBeforeItsPodIsLaunched() throws IOException {
        run("launching", () -> vanish("doomed"));

        onlyOneIsLost(FindingId.NOT_TRIED, "Namespace doomed of source doomed does not exist.");
    }

    @Test
    void aNamespaceThatIsGoneWhenItsPodIsToProbe() throws IOException {
        run("probing", () -> vanish("doomed"));

        onlyOneIsLost(FindingId.UNREADABLE, " in namespace doomed is gone: it was evicted or deleted.");
    }

    @Test
    void aProbePodThatIsEvicted() throws IOException {
        run("probing", () -> evict("doomed"));

        onlyOneIsLost(FindingId.UNREADABLE, " in namespace doomed is gone: it was evicted or deleted.");
    }

    @Test
    void aTargetThatIsDeleted() throws IOException {
        run("probing", () -> client.pods().inNamespace("payments").withName("mortal").withGracePeriod(0).delete(),
                Edges.allow("stays", source("shop")).to(PAYER),
                Edges.allow("goes", source("shop"))
                        .to(new Destination("mortal", new Target.OfService("payments", "mortal"))));

        assertThat(evidence.edges()).extracting(edge -> edge.verdict().result()).containsExactly(Result.CONFORMS,
                Result.INCONCLUSIVE);
        assertThat(evidence.edges().get(1).verdict().findings()).extracting(Finding::id)
                .contains(FindingId.TARGET_CHANGED);
    }
}
