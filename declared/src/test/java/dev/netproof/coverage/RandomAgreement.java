package dev.netproof.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import dev.netproof.manifests.Staging;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.Planner;
import dev.netproof.policy.RandomCluster;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/** A cluster and a matrix about it, made by chance. */
final class RandomAgreement {

    private static final String HEADER = """
                                         apiVersion: netproof.dev/v1beta1
                                         kind: ConnectivityMatrix
                                         metadata: {name: chance}
                                         spec:
                                           peers:
                                         """;

    private final SplittableRandom random;
    private final Staging staging;
    private final StringBuilder peers = new StringBuilder();
    private final StringBuilder edges = new StringBuilder();

    RandomAgreement(long seed, int edgeCount) {
        random = new SplittableRandom(seed);
        RandomCluster cluster = new RandomCluster(random);
        List<Pod> pods = cluster.pods(7);
        List<Workload> workloads = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        for (Pod pod : pods) {
            String namespace = pod.getMetadata().getNamespace();
            Map<String, String> labels = pod.getMetadata().getLabels();
            if (!labels.isEmpty() && random.nextInt(3) > 0) {
                workloads.add(new Workload("Deployment", namespace, pod.getMetadata().getName(),
                        new LabelSelectorBuilder().withMatchLabels(labels).build(),
                        new PodTemplateSpecBuilder().withNewMetadata().withLabels(labels).endMetadata()
                                .withSpec(pod.getSpec()).build()));
            }
            services.add(new ServiceBuilder().withNewMetadata().withNamespace(namespace)
                    .withName("s-" + pod.getMetadata().getName()).endMetadata().withNewSpec().withSelector(labels)
                    .addNewPort().withName("a").withPort(80).withNewTargetPort("web").endPort()
                    .addNewPort().withName("b").withPort(90).withNewTargetPort(9090).endPort().endSpec().build());
        }
        List<NetworkPolicy> policies = cluster.policies(5, List.of("100.64.0.1", "100.64.0.4", "203.0.113.9"));
        staging = Staging.of(new Snapshot(cluster.namespaces(), workloads, pods, services, List.of(), List.of(),
                policies, List.of()));
        for (int i = 0; i < pods.size(); i++) {
            Pod pod = pods.get(i);
            peers.append("    p%d: {namespace: %s, labels: {".formatted(i, pod.getMetadata().getNamespace()))
                    .append(String.join(", ", pod.getMetadata().getLabels().entrySet().stream()
                            .map(label -> label.getKey() + ": " + label.getValue()).toList()))
                    .append("}, service: s-pod").append(i).append("}\n");
        }
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < edgeCount; i++) {
            int to = random.nextInt(7);
            String port = random.nextBoolean() ? "80" : "90";
            String expected = random.nextBoolean() ? "allow" : "deny";
            Pod from = pods.get(i);
            // Pods that look alike are one source, and a matrix may say of it only once what it reaches.
            if (drawn.add(from.getMetadata().getNamespace() + from.getMetadata().getLabels() + to + ":" + port)) {
                edges.append("    - {id: e%d, from: p%d, to: p%d, port: %s, expect: %s}\n"
                        .formatted(i, i, to, port, expected));
            }
        }
    }

    Staging staging() {
        return staging;
    }

    ConnectivityMatrix matrix() {
        return read(HEADER + peers + "  edges:\n" + edges);
    }

    /** With what was suggested. */
    ConnectivityMatrix matrixAnd(String suggestion) {
        int at = suggestion.indexOf("edges:\n");
        String morePeers = suggestion.substring(0, at).replace("peers:\n", "").indent(2);
        return read(HEADER + peers + morePeers + "  edges:\n" + edges
                + suggestion.substring(at + "edges:\n".length()).indent(2));
    }

    private static ConnectivityMatrix read(String yaml) {
        try {
            Path file = Files.createTempFile("matrix", ".yaml");
            try {
                return switch (new MatrixReader().read(List.of(Files.writeString(file, yaml)))) {
                    case Reading.Valid sound -> sound.matrices().get(0);
                    case Reading.Invalid invalid -> throw new AssertionError(invalid.problems() + "\n" + yaml);
                };
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<PlannedEdge> plan(Snapshot snapshot, ConnectivityMatrix matrix) {
        return new Planner(snapshot, Map.of()).plan(List.of(matrix)).edges();
    }
}
