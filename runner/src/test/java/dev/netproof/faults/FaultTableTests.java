package dev.netproof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.Clusters;
import dev.netproof.cluster.ImpatientCluster;
import dev.netproof.evidence.CollectedEvidence;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.evidence.text.Wording;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.plan.EphemeralUse;
import dev.netproof.probe.ClusterProbeField;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.probe.RunMark;
import dev.netproof.run.Cancellation;
import dev.netproof.run.Progress;
import dev.netproof.run.Run;
import dev.netproof.run.RunOptions;
import dev.netproof.run.RunSetup;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.TestLab;
import dev.netproof.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each fault between the prober and the API server leads to, on a run with real packets; the guide has the same table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTableTests {

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
                                        metadata: {name: ledger, namespace: books}
                                        spec:
                                          podSelector: {matchLabels: {app: ledger}}
                                          policyTypes: [Ingress]
                                          ingress:
                                            - from:
                                                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}
                                                  podSelector: {matchLabels: {app: till}}
                                        ---
                                        apiVersion: v1
                                        kind: Pod
                                        metadata: {name: ledger, namespace: books, labels: {app: ledger}}
                                        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        ---
                                        apiVersion: v1
                                        kind: Pod
                                        metadata: {name: open, namespace: shop, labels: {app: open}}
                                        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        """;
    private static final Source TILL = new Source("till", new Identity.Labelled("shop", Map.of("app", "till")));
    private static final Source STRANGER = new Source("stranger",
            new Identity.Labelled("shop", Map.of("app", "stranger")));
    private static final Destination LEDGER = new Destination("ledger",
            new Target.OfPods("books", Map.of("app", "ledger")));
    private static final Destination OPEN = new Destination("open", new Target.OfPods("shop", Map.of("app", "open")));

    private final TestLab lab;
    private final Cluster behind;
    private final FaultProxy proxy;
    private Cluster cluster;
    private final CollectedEvidence evidence = new CollectedEvidence();

    FaultTableTests(@TempDir Path folder) throws IOException {
        lab = TestLab.start(folder, SCENE);
        behind = Clusters.fromKubeconfig(lab.kubeconfig(), null);
        proxy = FaultProxy.before(lab.kubeconfigText(), folder);
        cluster = ImpatientCluster.at(proxy.kubeconfig());
    }

    @BeforeEach
    void afresh() {
        evidence.edges().clear();
        proxy.forget();
        cluster = ImpatientCluster.at(proxy.kubeconfig());
        cluster.identity();
    }

    @AfterEach
    void nothingStays() {
        proxy.play(Script.NO_FAULT);
        cluster.close();
        behind.find(null, RunMark.labels()).forEach(behind::delete);
    }

    @AfterAll
    void end() throws IOException {
        cluster.close();
        proxy.close();
        behind.close();
        lab.close();
    }

    /** @return what was thrown */
    private @Nullable RuntimeException run(Progress progress) throws IOException {
        RunMark mark = new RunMark("run-1", "1.0", "payments");
        RunOptions options = new RunOptions(Duration.ofMillis(200), Duration.ofMillis(100), false, EphemeralUse.NONE,
                false);
        try {
            new Run(new RunSetup("run-1", "1.0", "probe", cluster,
                    id -> new ClusterProbeField(cluster, mark, ProbePodOptions.of("probe")), null, options,
                    Clock.systemUTC(), Ticker.system(), progress, new Cancellation())).execute(List.of(
                            Edges.matrix(
                                    Edges.allow("till-books", TILL).to(LEDGER).within(Duration.ofSeconds(20)),
                                    Edges.deny("stranger-books-not", STRANGER).to(LEDGER)
                                            .within(Duration.ofSeconds(20)),
                                    Edges.allow("stranger-sees-open", STRANGER).to(OPEN)
                                            .within(Duration.ofSeconds(20)))),
                            evidence);
            return null;
        } catch (ClusterException e) {
            return e;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.netproof.faults.TableOfFaults#all")
    void leadsToWhatTheTableSays(TableOfFaults fault) throws IOException {
        proxy.play(fault.script());

        AtomicInteger happened = new AtomicInteger();
        RuntimeException thrown = run(step -> {
            if (fault.happensAt(step) && happened.getAndIncrement() == 0) {
                fault.happen(proxy);
            }
        });

        proxy.play(Script.NO_FAULT);
        assertThat(proxy.done().size() + happened.get()).as("faults that happened").isPositive();
        switch (fault.outcome()) {
            case TableOfFaults.Outcome.SameVerdicts same -> {
                assertThat(thrown).isNull();
                assertThat(evidence.edges()).hasSize(3).allSatisfy(edge -> assertThat(edge.verdict().result())
                        .as("%s", edge.verdict()).isEqualTo(Result.CONFORMS));
                assertThat(behind.find(null, RunMark.labels())).isEmpty();
            }
            case TableOfFaults.Outcome.Inconclusive(String reason) -> {
                assertThat(thrown).isNull();
                assertThat(evidence.edges()).hasSize(3).allSatisfy(edge -> assertThat(edge.verdict().result())
                        .as("%s", edge.verdict()).isEqualTo(Result.INCONCLUSIVE));
                assertThat(messages()).contains(reason);
                assertThat(behind.find(null, RunMark.labels())).isEmpty();
            }
            case TableOfFaults.Outcome.BrokenOff(String reason, boolean leavesBehind) -> {
                assertThat(thrown).isNotNull();
                assertThat(evidence.edges()).as("accounted for").hasSize(3).allSatisfy(
                        edge -> assertThat(edge.verdict().result()).isEqualTo(Result.INCONCLUSIVE));
                assertThat(told(thrown)).contains(reason);
                behind.find(null, RunMark.labels()).forEach(left -> {
                    if (!left.getKind().equals("Lease")) {
                        assertThat(told(thrown)).contains("Left behind: ").contains("`kubectl delete "
                                + left.getKind().toLowerCase(Locale.ROOT) + " -n "
                                + left.getMetadata().getNamespace() + " " + left.getMetadata().getName() + "`");
                    }
                });
                assertThat(told(thrown).contains("Left behind: ")).isEqualTo(leavesBehind);
            }
        }
        if (happened.get() > 0) {
            TableOfFaults.fix(proxy);
        }
    }

    private String messages() {
        return evidence.edges().stream().map(EdgeEvidence::verdict)
                .flatMap(verdict -> verdict.findings().stream())
                .map(Wording.ENGLISH::message).collect(Collectors.joining("\n"));
    }

    private static String told(@Nullable RuntimeException thrown) {
        return thrown == null ? "" : thrown.getMessage() + "\n"
                + Arrays.stream(thrown.getSuppressed()).map(Throwable::getMessage).collect(Collectors.joining("\n"));
    }

    @Test
    void isTheTableOfTheGuide() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "operations.md"))).contains(TableOfFaults.markdown());
    }
}
