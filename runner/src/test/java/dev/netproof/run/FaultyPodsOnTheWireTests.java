package dev.netproof.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.Clusters;
import dev.netproof.evidence.CollectedEvidence;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.plan.EphemeralUse;
import dev.netproof.probe.ClusterProbeField;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.probe.RunMark;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.TestLab;
import dev.netproof.time.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Networks of pods that fail in the middle of a run, on real packets: none of them may pass for a policy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyPodsOnTheWireTests {

    private static final String SCENE = """
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: shop}
                                        ---
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: books}
                                        ---
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: mute}
                                        ---
                                        apiVersion: networking.k8s.io/v1
                                        kind: NetworkPolicy
                                        metadata: {name: mute, namespace: mute}
                                        spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
                                        ---
                                        apiVersion: v1
                                        kind: Pod
                                        metadata: {name: ledger, namespace: books, labels: {app: ledger}}
                                        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        """;
    private static final Source TILL = new Source("till", new Identity.Labelled("shop", Map.of("app", "till")));
    private static final Source STRANGER = new Source("stranger",
            new Identity.Labelled("shop", Map.of("app", "stranger")));
    private static final Source MUTE = new Source("mute", new Identity.Labelled("mute", Map.of("app", "mute")));
    private static final Destination LEDGER = new Destination("ledger",
            new Target.OfPods("books", Map.of("app", "ledger")));
    private static final RunOptions OPTIONS = new RunOptions(Duration.ofMillis(200), Duration.ofMillis(100), false,
            EphemeralUse.NONE, false);

    private final TestLab lab;
    private final KubernetesClient client;
    private final Cluster cluster;
    private final CollectedEvidence evidence = new CollectedEvidence();

    FaultyPodsOnTheWireTests(@TempDir Path folder) {
        lab = TestLab.start(folder, SCENE);
        client = lab.client();
        cluster = Clusters.fromKubeconfig(lab.kubeconfig(), null);
    }

    @BeforeEach
    void begin() {
        evidence.edges().clear();
    }

    @AfterAll
    void end() {
        cluster.close();
        lab.close();
    }

    private void unplug(String namespace, String label, String value) {
        client.resource("""
                        apiVersion: lab.netproof.dev/v1
                        kind: PodFault
                        metadata: {name: unplugged, namespace: %s}
                        spec: {labels: {"%s": "%s"}, fault: no-network}
                        """.formatted(namespace, label, value)).create();
    }

    private void plugIn(String namespace) {
        client.genericKubernetesResources("lab.netproof.dev/v1", "PodFault").inNamespace(namespace)
                .withName("unplugged").delete();
    }

    private void run(Progress progress, Edges... edges) throws IOException {
        RunMark mark = new RunMark("run-1", "1.0", "shop");
        new Run(new RunSetup("run-1", "1.0", "probe", cluster,
                id -> new ClusterProbeField(cluster, mark, ProbePodOptions.of("probe")), null, OPTIONS,
                Clock.systemUTC(), Ticker.system(), progress, new Cancellation()))
                .execute(List.of(Edges.matrix(edges)), evidence);
    }

    /** Ends the first process of the pod's container, which the kubelet then starts anew. */
    private void kill(String namespace, String pod) {
        try (ExecWatch exec = client.pods().inNamespace(namespace).withName(pod)
                .writingOutput(new ByteArrayOutputStream()).exec("sh", "-c", "kill 1")) {
            assertThat(exec.exitCode()).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private EdgeEvidence edge(String id) {
        return evidence.edges().stream().filter(edge -> edge.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void aSourceWithoutANetworkForSomeSecondsLeaksWhenItHasOneAgain() throws IOException {
        AtomicBoolean unplugged = new AtomicBoolean();
        Progress progress = step -> {
            if (step.startsWith("letting policies")) {
                unplug("shop", "app", "stranger");
                unplugged.set(true);
            } else if (step.startsWith("probing again") && unplugged.getAndSet(false)) {
                plugIn("shop");
            }
        };

        run(progress, Edges.allow("till-books", TILL).to(LEDGER).within(Duration.ofSeconds(20)),
                Edges.deny("stranger-books-not", STRANGER).to(LEDGER).within(Duration.ofSeconds(20)));

        assertThat(edge("stranger-books-not").verdict().result()).as("nothing denies it").isEqualTo(Result.VIOLATED);
    }

    @Test
    void aSourceWithoutANetworkIsNeverProvenClosed() throws IOException {
        unplug("shop", "app", "stranger");
        try {
            run(Progress.SILENT, Edges.allow("till-books", TILL).to(LEDGER),
                    Edges.deny("stranger-books-not", STRANGER).to(LEDGER));
        } finally {
            plugIn("shop");
        }

        assertThat(edge("stranger-books-not").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(edge("stranger-books-not").verdict().findings()).extracting(finding -> finding.id())
                .contains(FindingId.NO_SOURCE_NETWORK);
    }

    @Test
    void aSourceThatMayReachNothingIsProvenByItsNode() throws IOException {
        run(Progress.SILENT, Edges.allow("till-books", TILL).to(LEDGER), Edges.deny("mute-books-not", MUTE).to(LEDGER));

        assertThat(edge("mute-books-not").verdict().result()).isEqualTo(Result.CONFORMS);
        assertThat(edge("mute-books-not").controls()).anySatisfy(control -> {
            assertThat(control.kind()).isEqualTo(Control.Kind.SOURCE_PULSE);
            assertThat(control.proved()).isTrue();
        });
    }

    @Test
    void aTargetWhoseContainerIsStartedAnewMeanwhileIsTriedAgain() throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);
        Progress progress = step -> {
            if (step.startsWith("proving that the targets still") && first.getAndSet(false)) {
                kill("books", "ledger");
                client.pods().inNamespace("books").withName("ledger").waitUntilCondition(
                        pod -> pod.getStatus().getContainerStatuses().get(0).getRestartCount() > 0, 20,
                        TimeUnit.SECONDS);
            }
        };

        run(progress, Edges.allow("till-books", TILL).to(LEDGER).within(Duration.ofSeconds(20)),
                Edges.deny("mute-books-not", MUTE).to(LEDGER).within(Duration.ofSeconds(20)));

        assertThat(edge("mute-books-not").attempts()).as("one before the restart, one after").hasSizeGreaterThan(1);
        assertThat(edge("mute-books-not").verdict().result()).isEqualTo(Result.CONFORMS);
    }
}
