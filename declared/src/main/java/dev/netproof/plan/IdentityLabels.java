package dev.netproof.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The labels of a workload's pod without those that make something act on their bearer. */
public final class IdentityLabels {

    /**
     * With a hash or an index a controller takes the pod for its own and deletes it as one too many. Istio's label
     * overrides its annotation, so a copied {@code "true"} would inject a sidecar.
     */
    private static final Set<String> DROPPED = Set.of(
            "pod-template-hash",
            "controller-revision-hash",
            "pod-template-generation",
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index",
            "job-name",
            "controller-uid",
            "sidecar.istio.io/inject");

    private static final String DROPPED_PREFIX = "batch.kubernetes.io/";

    private IdentityLabels() {}

    public static Map<String, String> of(Map<String, String> labels) {
        Map<String, String> kept = new LinkedHashMap<>(labels);
        kept.keySet().removeIf(key -> DROPPED.contains(key) || key.startsWith(DROPPED_PREFIX));
        return kept;
    }
}
