package dev.netproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.netproof.cluster.Cluster;
import dev.netproof.lab.LabOptions;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.MatrixReader;
import dev.netproof.matrix.Namespaces;
import dev.netproof.matrix.Reading;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.Planner;
import dev.netproof.plan.Probe;
import dev.netproof.probe.Batch;
import dev.netproof.probe.Launch;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.probe.ProbePods;
import dev.netproof.probe.Prober;
import dev.netproof.probe.RunMark;
import dev.netproof.run.Cancellation;
import picocli.CommandLine;

/**
 * How long 200 edges from 5 sources take, half of them denied: by a whole run, by one exec a pod, and by one exec a probe, on
 * the same lab. Run by {@code bench/batch}.
 */
public final class BatchBench {

    private static final int SOURCES = 5;
    private static final int TARGETS = 20;
    private static final List<Integer> PORTS = List.of(8080, 8081);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private BatchBench() {}

    /** Prints seconds; takes a minute or two. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("netproof-bench-");
        Path manifests = Files.writeString(folder.resolve("manifests.yaml"), manifests());
        Path file = Files.writeString(folder.resolve("matrix.yaml"), matrix());
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, false);
        List<ConnectivityMatrix> matrices = ((Reading.Sound) new MatrixReader().read(List.of(file))).matrices();
        try (LabSession session = LabSession.start(LabOptions.defaults(), List.of(manifests), terminal,
                new Cancellation())) {
            ProbingOptions options = CommandLine.populateCommand(new ProbingOptions(), "--out",
                    folder.resolve("out").toString());
            long start = System.nanoTime();
            new RunSession(session.cluster(), options, terminal, Clock.systemUTC(), new Cancellation()).run(matrices);
            double run = seconds(start);
            compare(session.cluster(), matrices, run, out);
        }
    }

    private static void compare(Cluster cluster, List<ConnectivityMatrix> matrices, double run, PrintWriter out) {
        Plan plan = new Planner(cluster.snapshot(Namespaces.read(matrices)), Map.of()).plan(matrices);
        long start = System.nanoTime();
        try (ProbePods pods = ProbePods.launch(cluster, new RunMark("bench", "bench", "bench"),
                ProbePodOptions.of("bench"), plan.pods())) {
            double launch = seconds(start);
            List<Batch> single = new ArrayList<>();
            List<Batch> whole = new ArrayList<>();
            for (Launch launched : pods.launches()) {
                List<Probe> probes = probes(plan, launched.plan().key());
                whole.add(new Batch(launched, probes));
                probes.forEach(probe -> single.add(new Batch(launched, List.of(probe))));
            }
            double perPod = round(cluster, whole);
            double perProbe = round(cluster, single);
            out.printf(Locale.ROOT, "%nedges %d, probes %d, sources %d, timeout %d s%n", plan.edges().size(),
                    single.size(), whole.size(), TIMEOUT.toSeconds());
            out.printf(Locale.ROOT, "whole run                %6.1f s%n", run);
            out.printf(Locale.ROOT, "launching the pods       %6.1f s%n", launch);
            out.printf(Locale.ROOT, "round, one exec a pod    %6.1f s%n", perPod);
            out.printf(Locale.ROOT, "round, one exec a probe  %6.1f s (16 at a time)%n", perProbe);
            out.printf(Locale.ROOT, "ratio                    %6.1f%n", perProbe / perPod);
        }
    }

    private static List<Probe> probes(Plan plan, String pod) {
        return plan.edges()
                .stream()
                .map(Probed.class::cast)
                .filter(edge -> edge.pod().equals(pod))
                .flatMap(edge -> edge.paths().stream())
                .map(path -> path.probe())
                .toList();
    }

    private static double round(Cluster cluster, List<Batch> batches) {
        long start = System.nanoTime();
        new Prober(cluster).round(batches);
        return seconds(start);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static boolean allowed(int source, int target) {
        return (source + target) % 2 == 0;
    }

    private static String manifests() throws IOException {
        StringBuilder yaml = new StringBuilder("""
                                               apiVersion: v1
                                               kind: Namespace
                                               metadata: {name: clients}
                                               ---
                                               apiVersion: v1
                                               kind: Namespace
                                               metadata: {name: servers}
                                               """);
        for (int target = 0; target < TARGETS; target++) {
            StringBuilder from = new StringBuilder();
            for (int source = 0; source < SOURCES; source++) {
                if (allowed(source, target)) {
                    from.append("client-").append(source).append(", ");
                }
            }
            yaml.append(
                    """
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: server-%1$d, namespace: servers, labels: {app: server-%1$d}}
                    spec: {containers: [{name: c, image: server, ports: [{containerPort: 8080}, {containerPort: 8081}]}]}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: server-%1$d, namespace: servers}
                    spec:
                      selector: {app: server-%1$d}
                      ports: [{name: a, port: 8080}, {name: b, port: 8081}]
                    ---
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {name: server-%1$d, namespace: servers}
                    spec:
                      podSelector: {matchLabels: {app: server-%1$d}}
                      ingress:
                        - from:
                            - namespaceSelector: {}
                              podSelector: {matchExpressions: [{key: app, operator: In, values: [%2$s]}]}
                    """.formatted(
                            target, from));
        }
        return yaml.toString();
    }

    private static String matrix() {
        StringBuilder yaml = new StringBuilder("""
                                               apiVersion: netproof.dev/v1beta1
                                               kind: ConnectivityMatrix
                                               metadata: {name: bench}
                                               spec:
                                                 defaults: {timeout: %ds, convergence: 10s}
                                                 peers:
                                               """.formatted(TIMEOUT.toSeconds()));
        for (int source = 0; source < SOURCES; source++) {
            yaml.append("    client-%1$d: {namespace: clients, labels: {app: client-%1$d}}%n".formatted(source));
        }
        for (int target = 0; target < TARGETS; target++) {
            yaml.append("    server-%1$d: {namespace: servers, service: server-%1$d}%n".formatted(target));
        }
        yaml.append("  edges:\n");
        for (int source = 0; source < SOURCES; source++) {
            for (int target = 0; target < TARGETS; target++) {
                for (int port : PORTS) {
                    yaml.append(
                            "    - {id: e-%1$d-%2$d-%3$d, from: client-%1$d, to: server-%2$d, port: %3$d, expect: %4$s}%n"
                                    .formatted(source, target, port, allowed(source, target) ? "allow" : "deny"));
                }
            }
        }
        return yaml.toString();
    }
}
