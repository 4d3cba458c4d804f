package dev.netproof.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
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
