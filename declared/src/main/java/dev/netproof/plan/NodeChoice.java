package dev.netproof.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.netproof.matrix.AddressFamily;
import dev.netproof.matrix.NodeRule;
import dev.netproof.matrix.Vantage;
import dev.netproof.plan.TargetAddresses.Address;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;

/** Where the probe of an edge starts that says on which node, and which addresses of its target it then tries. */
final class NodeChoice {

    private final List<Node> nodes;

    NodeChoice(Snapshot snapshot) {
        this.nodes = snapshot.nodes();
    }

    /** The node, by the replicas of the target. */
    Lookup<String> choose(NodeRule rule, List<Address> addresses) {
        return switch (rule) {
            case NodeRule.Named(String name) -> named(name);
            case NodeRule.Same same -> most(replicas(addresses));
            case NodeRule.Other other -> fewest(replicas(addresses));
        };
    }

    private Lookup<String> named(String name) {
        // Without the right to list nodes, nobody knows better.
        return nodes.isEmpty() || nodes.stream().anyMatch(node -> node.getMetadata().getName().equals(name))
                ? new Lookup.Found<>(name)
                : new Lookup.Absent<>("there is no node " + name,
                        "Name one that is there, or write node: same or other.");
    }

    /** How many of the addresses are of pods on each node. */
    private static Map<String, Long> replicas(List<Address> addresses) {
        return addresses.stream()
                .map(address -> address.endpoint().node())
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(node -> node, TreeMap::new, Collectors.counting()));
    }

    private static Lookup<String> most(Map<String, Long> replicas) {
        return replicas.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey(
                        Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .<Lookup<String>>map(Lookup.Found::new)
                .orElseGet(NodeChoice::onNoNode);
    }

    private Lookup<String> fewest(Map<String, Long> replicas) {
        if (replicas.isEmpty()) {
            return onNoNode();
        }
        List<String> open = nodes.stream().filter(NodeChoice::takesAnybody).map(node -> node.getMetadata().getName())
                .toList();
        return open.stream()
                .filter(node -> replicas.keySet().stream().anyMatch(used -> !used.equals(node)))
                .min(Comparator.<String>comparingLong(node -> replicas.getOrDefault(node, 0L))
                        .thenComparing(Comparator.naturalOrder()))
                .<Lookup<String>>map(Lookup.Found::new)
                .orElseGet(() -> new Lookup.Absent<>(nodes.isEmpty()
                        ? "nodes may not be listed, so no other than the target's is known"
                        : "no node but the target's takes probe pods",
                        nodes.isEmpty() ? "Grant list on nodes, or name the node."
                                : "Add a node, or drop node: other."));
    }

    private static Lookup<String> onNoNode() {
        return new Lookup.Absent<>("no replica of the target is on a node",
                "Wait until its pods run, or drop node from the edge.");
    }

    private static boolean takesAnybody(Node node) {
        var spec = node.getSpec();
        return spec == null || (!Boolean.TRUE.equals(spec.getUnschedulable())
                && Objects.requireNonNullElse(spec.getTaints(), List.<Taint>of()).stream()
                        .allMatch(taint -> "PreferNoSchedule".equals(taint.getEffect())));
    }

    /**
     * The addresses that the edge is about. Of a Service's own address nobody knows which replica it leads to, so it is left
     * out where the replica's node matters.
     */
    static Lookup<List<Address>> seen(Vantage vantage, Optional<String> node, List<Address> addresses) {
        List<Address> seen = new ArrayList<>(addresses);
        if (node.isPresent() && vantage.node() instanceof NodeRule.Same) {
            seen.removeIf(address -> !node.get().equals(address.endpoint().node()));
        } else if (node.isPresent() && vantage.node() instanceof NodeRule.Other) {
            seen.removeIf(address -> address.endpoint().node() == null || node.get().equals(address.endpoint().node()));
        }
        for (AddressFamily family : vantage.families().stream().sorted().toList()) {
            if (seen.stream().noneMatch(address -> AddressFamily.of(address.endpoint().address()) == family)) {
                return new Lookup.Absent<>("the target has no " + family.word() + " address",
                        "Give it one, or drop the family from the edge.");
            }
        }
        if (!vantage.families().isEmpty()) {
            seen.removeIf(address -> !vantage.families().contains(AddressFamily.of(address.endpoint().address())));
        }
        return seen.isEmpty()
                ? new Lookup.Absent<>("no replica of the target is where the edge wants it", "Look at its pods' nodes.")
                : new Lookup.Found<>(seen);
    }
}
