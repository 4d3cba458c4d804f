package dev.netproof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.Clusters;
import dev.netproof.cluster.ImpatientCluster;
import dev.netproof.evidence.CollectedEvidence;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.evidence.text.Wording;
import dev.netproof.faults.Fault.Cut;
import dev.netproof.faults.Fault.Moment;
import dev.netproof.faults.Fault.OfStatus;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.plan.EphemeralUse;
import dev.netproof.probe.ClusterProbeField;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.probe.RunMark;
import dev.netproof.run.Cancellation;
import dev.netproof.run.Run;
import dev.netproof.run.RunOptions;
import dev.netproof.run.RunSetup;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.TestLab;
import dev.netproof.time.Ticker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request in a hundred goes wrong in some way. */
class RandomFaultsTests {

    private static final int SOURCES = 10;
    private static final int PORTS = 200;

    private static final List<Fault> FAULTS = List.of(new Fault.Latency(Duration.ofMillis(200)),
            new Fault.Answer(429, 1), new Fault.Answer(503, -1), new Fault.Failed(504), new Fault.NotSent(Cut.RESET),
            new Fault.NotSent(Cut.SILENT), new Fault.AnswerLost(Cut.RESET), new Fault.AnswerLost(Cut.SILENT),
            new Fault.StreamCut(Moment.OPENED, Cut.RESET), new Fault.StreamCut(Moment.OPENED, Cut.SILENT),
            new Fault.StreamCut(Moment.WITHIN_OUTPUT, Cut.RESET), new Fault.Status(OfStatus.LOST));

    /** Every second source may reach the target's ports, and knows it. */
    @Test
    void giveTheSameVerdictsOverTwoThousandEdgesOrSayWhyNot(@TempDir Path folder) throws IOException {
        long seed = Long.getLong("netproof.seed", System.nanoTime());
        String ports = IntStream.range(0, PORTS).mapToObj(i -> "{containerPort: " + (9000 + i) + "}")
                .collect(Collectors.joining(", "));
        try (TestLab lab = TestLab.start(folder, """
                                                 apiVersion: v1
                                                 kind: Namespace
                                                 metadata: {name: shop}
                                                 ---
                                                 apiVersion: networking.k8s.io/v1
                                                 kind: NetworkPolicy
                                                 metadata: {name: target, namespace: shop}
                                                 spec:
                                                   podSelector: {matchLabels: {app: target}}
                                                   policyTypes: [Ingress]
                                                   ingress: [{from: [{podSelector: {matchLabels: {may: "yes"}}}]}]
                                                 ---
                                                 apiVersion: v1
                                                 kind: Pod
                                                 metadata: {name: target, namespace: shop, labels: {app: target}}
                                                 spec: {containers: [{name: app, image: app, ports: [PORTS]}]}
                                                 """.replace("PORTS", ports));
                Cluster behind = Clusters.fromKubeconfig(lab.kubeconfig(), null);
                FaultProxy proxy = FaultProxy.before(lab.kubeconfigText(), folder);
                Cluster cluster = ImpatientCluster.at(proxy.kubeconfig())) {
            cluster.identity();
            proxy.play(Script.random(seed, 0.01, FAULTS));
            CollectedEvidence evidence = new CollectedEvidence();
            String why = run(cluster, evidence);
            proxy.play(Script.NO_FAULT);

            assertThat(evidence.edges()).as("seed %s, faults %s, %s", seed, proxy.done(), why)
                    .hasSize(SOURCES * PORTS)
                    .allSatisfy(edge -> assertThat(edge.verdict().result() == Result.CONFORMS
                            || (edge.verdict().result() == Result.INCONCLUSIVE && saysWhy(edge)))
                            .as("%s", edge.verdict()).isTrue());
            behind.find(null, RunMark.labels()).forEach(
                    left -> assertThat(why).as("seed %s", seed).contains(left.getMetadata().getName()));
        }
    }

    private static boolean saysWhy(EdgeEvidence edge) {
        return edge.verdict().findings().stream().anyMatch(finding -> !Wording.ENGLISH.message(finding).isBlank());
    }

    private static String run(Cluster cluster, CollectedEvidence evidence) throws IOException {
        RunMark mark = new RunMark("run-1", "1.0", "wide");
        try {
            new Run(new RunSetup("run-1", "1.0", "probe", cluster,
                    id -> new ClusterProbeField(cluster, mark, ProbePodOptions.of("probe")), null,
                    new RunOptions(Duration.ofMillis(200), Duration.ofMillis(100), false, EphemeralUse.NONE, false),
                    Clock.systemUTC(), Ticker.system(), step -> {}, new Cancellation()))
                    .execute(List.of(Edges.matrix(edges())), evidence);
            return "";
        } catch (ClusterException e) {
            return e.toString() + List.of(e.getSuppressed());
        }
    }

    private static Edges[] edges() {
        List<Edges> edges = new ArrayList<>();
        Destination target = new Destination("target", new Target.OfPods("shop", Map.of("app", "target")));
        for (int i = 0; i < SOURCES; i++) {
            boolean may = i % 2 == 0;
            Source source = new Source("source-" + i,
                    new Identity.Labelled("shop", Map.of("app", "source-" + i, "may", may ? "yes" : "no")));
            for (int port = 0; port < PORTS; port++) {
                String id = "edge-" + i + "-" + port;
                edges.add(
                        (may ? Edges.allow(id, source) : Edges.deny(id, source)).to(target).over(Edges.tcp(9000 + port))
                                .within(Duration.ofSeconds(25)));
            }
        }
        return edges.toArray(Edges[]::new);
    }
}
