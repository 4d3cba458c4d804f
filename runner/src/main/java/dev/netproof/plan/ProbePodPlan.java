package dev.netproof.plan;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/**
 * A probe pod to launch: the identity policies will see, and what it needs to be admitted.
 *
 * @param key distinct per (namespace, identity, placement); short, made of {@code [a-z0-9-]}, fit for an object's name
 * @param labels the identity, without those that would have a controller adopt the pod
 * @param serviceAccount null for the namespace's default
 * @param node the node to run on; null for any
 * @param adoptable whether a controller would adopt and delete a pod with these labels that has no controller of its own
 */
public record ProbePodPlan(String key, String namespace, Map<String, String> labels, @Nullable String serviceAccount,
        List<String> imagePullSecrets, @Nullable String node,
        boolean adoptable) {

    /** The one label that every probe pod carries; constant, since each new value is a new identity to some engines. */
    public static final String LABEL = "netproof.dev/probe";

    public ProbePodPlan {
        labels = Map.copyOf(labels);
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    /** Whether this is a probe pod, of this run or another: never a target. */
    public static boolean isProbePod(Pod pod) {
        return pod.getMetadata().getLabels() != null && pod.getMetadata().getLabels().containsKey(LABEL);
    }
}
