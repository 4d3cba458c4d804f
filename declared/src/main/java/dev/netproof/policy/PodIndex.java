package dev.netproof.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/**
 * The pods that policies can select, the nodes, and which of them a selector selects.
 *
 * <p>Pods in a node's network are nodes to policies and no member. Pods that have ended have no network.
 */
final class PodIndex {

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    /** A pod that selectors can select. */
    record Member(int index, String namespace, String name, Map<String, String> labels, Pod pod) {}

    private final List<Member> members = new ArrayList<>();
    private final List<Pod> onNodes = new ArrayList<>();
    private final List<Node> nodes;
    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();
    /** Alternatives ask for other selectors later, from whatever thread. */
    private final Map<Selector, BitSet> byPodLabels = new ConcurrentHashMap<>();
    private final Map<Selector, BitSet> byNamespaceLabels = new ConcurrentHashMap<>();
    private final Map<String, BitSet> byNamespace = new HashMap<>();

    PodIndex(Snapshot snapshot) {
        nodes = snapshot.nodes();
        for (Namespace namespace : snapshot.namespaces()) {
            addNamespace(namespace.getMetadata().getName(), labels(namespace.getMetadata()));
        }
        for (Pod pod : snapshot.pods()) {
            if (pod.getStatus() != null && pod.getStatus().getPhase() != null
                    && ENDED.contains(pod.getStatus().getPhase())) {
                continue;
            }
            if (pod.getSpec() != null && Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
                onNodes.add(pod);
            } else {
                add(pod);
            }
        }
    }

    private void add(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        Member member = new Member(members.size(), namespace, pod.getMetadata().getName(),
                Map.copyOf(labels(pod.getMetadata())), pod);
        members.add(member);
        byNamespace.computeIfAbsent(namespace, name -> new BitSet()).set(member.index());
        if (!namespaceLabels.containsKey(namespace)) {
            addNamespace(namespace, Map.of());
        }
    }

    private void addNamespace(String name, Map<String, String> labels) {
        Map<String, String> all = new TreeMap<>(labels);
        // The API server sets it on every namespace since 1.21, whatever the manifest says.
        all.put(NAME_LABEL, name);
        namespaceLabels.put(name, Map.copyOf(all));
    }

    private static Map<String, String> labels(ObjectMeta meta) {
        return Objects.requireNonNullElse(meta.getLabels(), Map.of());
    }

    List<Member> members() {
        return members;
    }

    /** Pods in the network of their node. */
    List<Pod> onNodes() {
        return onNodes;
    }

    List<Node> nodes() {
        return nodes;
    }

    Map<String, String> labelsOfNamespace(String namespace) {
        return namespaceLabels.getOrDefault(namespace, Map.of(NAME_LABEL, namespace));
    }

    /** Index of a node whose labels are known, or {@link End#NONE}. */
    int node(@Nullable String name) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).getMetadata().getName().equals(name)) {
                return i;
            }
        }
        return End.NONE;
    }

    BitSet everyone() {
        BitSet all = new BitSet();
        all.set(0, members.size());
        return all;
    }

    BitSet inNamespace(String namespace) {
        return copy(byNamespace.getOrDefault(namespace, new BitSet()));
    }

    BitSet inNamespace(String namespace, Selector podSelector) {
        BitSet selected = inNamespace(namespace);
        selected.and(selected(podSelector));
        return selected;
    }

    BitSet inNamespaces(Selector namespaceSelector, Selector podSelector) {
        BitSet selected = copy(byNamespaceLabels.computeIfAbsent(namespaceSelector, this::inSelectedNamespaces));
        selected.and(selected(podSelector));
        return selected;
    }

    BitSet selectedNodes(Selector selector) {
        BitSet selected = new BitSet();
        for (int i = 0; i < nodes.size(); i++) {
            if (selector.selects(labels(nodes.get(i).getMetadata()))) {
                selected.set(i);
            }
        }
        return selected;
    }

    private BitSet selected(Selector podSelector) {
        return byPodLabels.computeIfAbsent(podSelector, selector -> {
            BitSet selected = new BitSet();
            for (Member member : members) {
                selected.set(member.index(), selector.selects(member.labels()));
            }
            return selected;
        });
    }

    private BitSet inSelectedNamespaces(Selector selector) {
        BitSet selected = new BitSet();
        byNamespace.forEach((namespace, pods) -> {
            if (selector.selects(labelsOfNamespace(namespace))) {
                selected.or(pods);
            }
        });
        return selected;
    }

    private static BitSet copy(BitSet original) {
        return (BitSet) original.clone();
    }
}
