package dev.netproof.plan;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A probe pod to launch: the identity policies will see, and what it needs to be admitted.
 *
 * @param key distinct per (namespace, identity, placement); short, made of {@code [a-z0-9-]}, fit for an object's name
 * @param labels the identity, as the matrix or the workload's template has it
 * @param serviceAccount null for the namespace's default
 * @param node the node to run on; null for any
 * @param adoptable whether a controller would adopt and delete a pod with these labels that has no controller of its own
 * @param listens a TCP port that the pod listens on; null for none
 * @param resources within what its namespace allows
 */
public record ProbePodPlan(String key, String namespace, Map<String, String> labels, @Nullable String serviceAccount,
        List<String> imagePullSecrets, @Nullable String node,
        boolean adoptable, @Nullable Integer listens, PodResources resources) {

    /** The one label that every probe pod carries; constant, since each new value is a new identity to some engines. */
    public static final String LABEL = "netproof.dev/probe";

    /** The annotation that names the run an object was made for. */
    public static final String RUN_ANNOTATION = "netproof.dev/run";

    /** A pod that listens on nothing, and that no controller would adopt. */
    public ProbePodPlan(String key, String namespace, Map<String, String> labels, @Nullable String serviceAccount,
            List<String> imagePullSecrets, @Nullable String node) {
        this(key, namespace, labels, serviceAccount, imagePullSecrets, node, false, null, PodResources.SMALL);
    }

    public ProbePodPlan {
        labels = Map.copyOf(labels);
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    /** As policies will see it, before it has an address. */
    public Pod unlaunched() {
        return new PodBuilder().withNewMetadata()
                .withNamespace(namespace)
                .withName(key)
                .withUid(key)
                .addToLabels(labels)
                .addToLabels(LABEL, "true")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .build();
    }

    /** The same pod, as its surroundings want it. */
    ProbePodPlan fitting(PodResources fitted, boolean wouldBeAdopted) {
        return new ProbePodPlan(key, namespace, labels, serviceAccount, imagePullSecrets, node, wouldBeAdopted, listens,
                fitted);
    }

    /** Whether this is a probe pod, of this run or another: never a target. */
    public static boolean isProbePod(Pod pod) {
        return pod.getMetadata().getLabels() != null && pod.getMetadata().getLabels().containsKey(LABEL);
    }
}
