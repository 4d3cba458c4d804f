package dev.netproof.plan;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.Toleration;
import org.jspecify.annotations.Nullable;

/**
 * Where a probe pod may run: on the nodes where the workload it stands for may, so that it takes the same way out.
 *
 * @param node the node to run on; null for any
 * @param nodeSelector labels that the node must carry
 * @param tolerations taints that do not keep it away
 */
public record Placement(@Nullable String node, Map<String, String> nodeSelector, List<Toleration> tolerations) {

    public static final Placement ANYWHERE = new Placement(null, Map.of(), List.of());

    public Placement {
        nodeSelector = Map.copyOf(nodeSelector);
        tolerations = List.copyOf(tolerations);
    }

    /** The same, on this node. */
    Placement onto(@Nullable String other) {
        return new Placement(other, nodeSelector, tolerations);
    }

    /** On this node, and null for any. */
    static Placement on(@Nullable String node) {
        return node == null ? ANYWHERE : new Placement(node, Map.of(), List.of());
    }
}
