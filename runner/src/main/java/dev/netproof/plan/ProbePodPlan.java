package dev.netproof.plan;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A probe pod to launch: the identity policies will see, and what it needs to be admitted.
 *
 * @param key distinct per (namespace, identity, placement); short, made of {@code [a-z0-9-]}, fit for an object's name
 * @param labels the identity, without those that would have a controller adopt the pod
 * @param serviceAccount null for the namespace's default
 * @param node the node to run on; null for any
 */
public record ProbePodPlan(String key, String namespace, Map<String, String> labels, @Nullable String serviceAccount,
        List<String> imagePullSecrets, @Nullable String node) {

    public ProbePodPlan {
        labels = Map.copyOf(labels);
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }
}
