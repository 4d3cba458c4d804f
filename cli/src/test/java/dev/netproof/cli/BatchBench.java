package dev.netproof.cli;

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.netproof.cluster.Cluster;
import dev.netproof.lab.LabOptions;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Namespaces;
import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
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
 * the same lab. Run by {@code bench/batch}. Or a whole run of 10,000 edges from 50 sources, by {@code bench/batch 50 20 10}.
 */
public final class BatchBench {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final int sources;
    private final int targets;
    private final List<Integer> ports;

    private BatchBench(int sources, int targets, int ports) {
        this.sources = sources;
        this.targets = targets;
        this.ports = IntStream.range(8080, 8080 + ports).boxed().toList();
    }

    /**
     * Prints seconds; takes a minute or two.
     *
     * @param arguments how many sources, targets, and ports of each, for a whole run and nothing else
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3) {
            new BatchBench(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2])).measure(false);
        } else {
            new BatchBench(5, 20, 2).measure(true);
        }
    }

    private void measure(boolean compares) throws Exception {
        Path folder = Files.createTempDirectory("netproof-bench-");
        Path manifests = Files.writeString(folder.resolve("manifests.yaml"), manifests());
        Path file = Files.writeString(folder.resolve("matrix.yaml"), matrix());
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, false);
        List<ConnectivityMatrix> matrices = ((Reading.Valid) new MatrixReader().read(List.of(file))).matrices();
        try (LabSession session = LabSession.start(LabOptions.defaults(), List.of(manifests), terminal,
                new Cancellation())) {
            ProbingOptions options = CommandLine.populateCommand(new ProbingOptions(), "--out",
                    folder.resolve("out").toString());
            long start = System.nanoTime();
            new RunSession(session.cluster(), options, terminal, Clock.systemUTC(), new Cancellation()).run(matrices);
            double run = seconds(start);
            if (compares) {
                compare(session.cluster(), matrices, run, out);
            } else {
                out.printf(Locale.ROOT, "%nedges %d, sources %d, timeout %d s: whole run %.1f s%n",
                        matrices.get(0).edges().size(), sources, TIMEOUT.toSeconds(), run);
            }
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

    private String manifests() {
        StringBuilder yaml = new StringBuilder("""
                                               apiVersion: v1
                                               kind: Namespace
                                               metadata: {name: clients}
                                               ---
                                               apiVersion: v1
                                               kind: Namespace
                                               metadata: {name: servers}
                                               """);
        for (int target = 0; target < targets; target++) {
            StringBuilder from = new StringBuilder();
            for (int source = 0; source < sources; source++) {
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
                    spec: {containers: [{name: c, image: server, ports: [%3$s]}]}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: server-%1$d, namespace: servers}
                    spec:
                      selector: {app: server-%1$d}
                      ports: [%4$s]
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
                            target, from, all("{containerPort: %1$d}"), all("{name: p%1$d, port: %1$d}")));
        }
        return yaml.toString();
    }

    private String all(String port) {
        return ports.stream().map(port::formatted).collect(Collectors.joining(", "));
    }

    private String matrix() {
        StringBuilder yaml = new StringBuilder("""
                                               apiVersion: netproof.dev/v1beta1
                                               kind: ConnectivityMatrix
                                               metadata: {name: bench}
                                               spec:
                                                 defaults: {timeout: %ds, convergence: 10s}
                                                 peers:
                                               """.formatted(TIMEOUT.toSeconds()));
        for (int source = 0; source < sources; source++) {
            yaml.append("    client-%1$d: {namespace: clients, labels: {app: client-%1$d}}%n".formatted(source));
        }
        for (int target = 0; target < targets; target++) {
            yaml.append("    server-%1$d: {namespace: servers, service: server-%1$d}%n".formatted(target));
        }
        yaml.append("  edges:\n");
        for (int source = 0; source < sources; source++) {
            for (int target = 0; target < targets; target++) {
                for (int port : ports) {
                    yaml.append(
                            "    - {id: e-%1$d-%2$d-%3$d, from: client-%1$d, to: server-%2$d, port: %3$d, expect: %4$s}%n"
                                    .formatted(source, target, port, allowed(source, target) ? "allow" : "deny"));
                }
            }
        }
        return yaml.toString();
    }
}
