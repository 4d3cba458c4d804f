package dev.netproof.plan;

import java.util.List;
import java.util.Map;

import dev.netproof.snapshot.ProbePodLabel;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A place to probe from: a pod to launch, with the identity policies will see and what it needs to be admitted; or, where
 * {@code within} names one, an ephemeral container in a pod that is there.
 *
 * @param key distinct per (namespace, identity, placement); short, made of {@code [a-z0-9-]}, fit for an object's name
 * @param labels the identity, as the matrix, the workload's template or the pod itself has it
 * @param serviceAccount null for the namespace's default
 * @param adoptable whether a controller would adopt and delete a pod with these labels that has no controller of its own
 * @param listens TCP ports that the pod listens on
 * @param resources within what its namespace allows
 * @param within the pod that gets the ephemeral container; null to launch a pod
 */
public record ProbePodPlan(String key, String namespace, Map<String, String> labels, @Nullable String serviceAccount,
        List<String> imagePullSecrets, Placement placement, boolean adoptable, List<Integer> listens,
        PodResources resources, @Nullable LivePod within) {

    /** The annotation that names the run an object was made for. */
    public static final String RUN_ANNOTATION = "netproof.dev/run";

    /** A pod that listens on nothing, and that no controller would adopt. */
    public ProbePodPlan(String key, String namespace, Map<String, String> labels, @Nullable String serviceAccount,
            List<String> imagePullSecrets, @Nullable String node) {
        this(key, namespace, labels, serviceAccount, imagePullSecrets, Placement.on(node), false, List.of(),
                PodResources.SMALL, null);
    }

    public ProbePodPlan {
        labels = Map.copyOf(labels);
        imagePullSecrets = List.copyOf(imagePullSecrets);
        listens = List.copyOf(listens);
    }

    /** An ephemeral container in this pod. */
    static ProbePodPlan within(String key, Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        LivePod live = LivePod.of(pod);
        return new ProbePodPlan(key, live.namespace(), labels == null ? Map.of() : labels, null, List.of(),
                Placement.on(live.node()), false, List.of(), PodResources.SMALL, live);
    }

    /** The same, listening on these TCP ports. */
    public ProbePodPlan listening(List<Integer> ports) {
        return new ProbePodPlan(key, namespace, labels, serviceAccount, imagePullSecrets, placement, adoptable, ports,
                resources, within);
    }

    /** As policies will see it, before it has an address. */
    public Pod unlaunched() {
        return new PodBuilder().withNewMetadata()
                .withNamespace(namespace)
                .withName(key)
                .withUid(key)
                .addToLabels(labels)
                .addToLabels(ProbePodLabel.KEY, "true")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node())
                .endSpec()
                .build();
    }

    /** The same pod, as its surroundings want it. */
    ProbePodPlan fitting(PodResources fitted, boolean wouldBeAdopted) {
        return new ProbePodPlan(key, namespace, labels, serviceAccount, imagePullSecrets, placement, wouldBeAdopted,
                listens, fitted, within);
    }

    /** The node to run on; null for any. */
    public @Nullable String node() {
        return placement.node();
    }
}
