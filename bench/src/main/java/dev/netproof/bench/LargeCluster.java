package dev.netproof.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Severity;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;

/** A cluster of 1,000 pods in 50 namespaces under 500 policies, the same each time. */
final class LargeCluster {

    static final int NAMESPACES = 50;
    static final int PODS = 1_000;
    static final int POLICIES = 500;

    private final SplittableRandom random = new SplittableRandom(1);

    Snapshot snapshot() {
        return new Snapshot(namespaces(), List.of(), pods(), List.of(), List.of(), List.of(), policies(), List.of());
    }

    /** The same with a Deployment for pods that look alike, 496 of them. */
    Snapshot snapshotWithWorkloads() {
        Snapshot bare = snapshot();
        Map<String, Workload> workloads = new TreeMap<>();
        List<Pod> running = new ArrayList<>();
        for (Pod pod : bare.pods()) {
            Map<String, String> labels = pod.getMetadata().getLabels();
            String name = labels.get("app") + "-" + labels.get("tier");
            workloads.putIfAbsent(pod.getMetadata().getNamespace() + "/" + name, new Workload("Deployment",
                    pod.getMetadata().getNamespace(), name,
                    new LabelSelectorBuilder().withMatchLabels(labels).build(), new PodTemplateSpecBuilder()
                            .withNewMetadata().withLabels(labels).endMetadata().withSpec(pod.getSpec()).build()));
            running.add(pod.edit().editStatus().withPhase("Running").endStatus().build());
        }
        return new Snapshot(bare.namespaces(), List.copyOf(workloads.values()), running, List.of(), List.of(),
                List.of(), bare.networkPolicies(), List.of());
    }

    /** Between workloads by chance, each a deny: most pairs of a large cluster have nothing to do with each other. */
    static List<ConnectivityMatrix> matrix(Snapshot snapshot, int edges) {
        SplittableRandom random = new SplittableRandom(3);
        Position nowhere = new Position("matrix.yaml", 1, 1);
        List<Edge> all = new ArrayList<>();
        for (int i = 0; i < edges; i++) {
            Workload from = snapshot.workloads().get(random.nextInt(snapshot.workloads().size()));
            Workload to = snapshot.workloads().get(random.nextInt(snapshot.workloads().size()));
            all.add(new Edge("e" + i, nowhere,
                    new Source("from" + i,
                            new Identity.OfWorkload(from.namespace(), WorkloadKind.DEPLOYMENT, from.name())),
                    new Destination("to" + i,
                            new Target.OfWorkload(to.namespace(), WorkloadKind.DEPLOYMENT, to.name())),
                    new Port.Numbered(8080, Protocol.TCP), Expectation.DENY, Expectation.DENY, null,
                    Duration.ofSeconds(3), Duration.ofSeconds(30), Mode.ENFORCE, Severity.MAJOR, Set.of(),
                    new Governance(null, null, null, null), null, true));
        }
        return List.of(new ConnectivityMatrix("large", "matrix.yaml", "", all));
    }

    static String namespace(int pod) {
        return "ns" + pod % NAMESPACES;
    }

    static String name(int pod) {
        return "pod" + pod;
    }

    private static List<Namespace> namespaces() {
        List<Namespace> namespaces = new ArrayList<>();
        for (int i = 0; i < NAMESPACES; i++) {
            namespaces.add(new NamespaceBuilder().withNewMetadata().withName("ns" + i)
                    .withLabels(Map.of("team", "team" + i % 10)).endMetadata().build());
        }
        return namespaces;
    }

    private static List<Pod> pods() {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < PODS; i++) {
            pods.add(new PodBuilder()
                    .withNewMetadata().withNamespace(namespace(i)).withName(name(i))
                    .withLabels(Map.of("app", "app" + i / NAMESPACES % 5, "tier", i % 3 == 0 ? "web" : "data"))
                    .endMetadata()
                    .withNewSpec().withNodeName("node" + i % 20).addNewContainer().withName("main")
                    .addNewPort().withName("http").withContainerPort(8080).endPort()
                    .addNewPort().withName("metrics").withContainerPort(9090).endPort()
                    .endContainer().endSpec()
                    .withNewStatus().withPodIP("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)).endStatus()
                    .build());
        }
        return pods;
    }

    /** Per namespace a default deny of both directions, and nine that allow. */
    private List<NetworkPolicy> policies() {
        List<NetworkPolicy> policies = new ArrayList<>();
        for (int i = 0; i < POLICIES; i++) {
            var spec = new NetworkPolicyBuilder().withNewMetadata().withNamespace("ns" + i % NAMESPACES)
                    .withName("policy" + i).endMetadata().withNewSpec();
            if (i < NAMESPACES) {
                spec.withNewPodSelector().endPodSelector().withPolicyTypes("Ingress", "Egress");
            } else {
                spec.withNewPodSelector().addToMatchLabels("app", "app" + random.nextInt(5)).endPodSelector();
                spec.addNewIngress().withFrom(peer(), peer()).addNewPort().withNewPort("http").endPort()
                        .addNewPort().withNewPort(9000 + random.nextInt(100)).withEndPort(9200).endPort().endIngress();
                spec.addNewEgress().withTo(peer(), peer()).addNewPort().withNewPort(8080).endPort().endEgress();
                spec.addNewEgress().addNewPort().withNewPort(53).withProtocol("UDP").endPort().endEgress();
            }
            policies.add(spec.endSpec().build());
        }
        return policies;
    }

    private NetworkPolicyPeer peer() {
        var peer = new NetworkPolicyPeerBuilder();
        return switch (random.nextInt(4)) {
            case 0 -> peer.withNewNamespaceSelector().addToMatchLabels("team", "team" + random.nextInt(10))
                    .endNamespaceSelector().build();
            case 1 -> peer.withNewNamespaceSelector().endNamespaceSelector().withNewPodSelector()
                    .addToMatchLabels("tier", "web").endPodSelector().build();
            case 2 -> peer.withNewIpBlock().withCidr("203.0." + random.nextInt(64) + ".0/24").endIpBlock().build();
            default -> peer.withNewPodSelector().addToMatchLabels("app", "app" + random.nextInt(5)).endPodSelector()
                    .build();
        };
    }
}
