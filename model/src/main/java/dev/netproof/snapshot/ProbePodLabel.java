package dev.netproof.snapshot;

import io.fabric8.kubernetes.api.model.Pod;

/** What tells the probe pods of any run from the pods of the cluster. */
public final class ProbePodLabel {

    /** The one label that every probe pod carries; constant, since each new value is a new identity to some engines. */
    public static final String KEY = "netproof.dev/probe";

    private ProbePodLabel() {}

    /** Whether this is a probe pod, of this run or another: never a target. */
    public static boolean isOn(Pod pod) {
        return pod.getMetadata().getLabels() != null && pod.getMetadata().getLabels().containsKey(KEY);
    }
}
