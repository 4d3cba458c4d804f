package dev.netproof.matrix;

import java.util.Map;

/** What makes a pod a source in the eyes of policies. */
public sealed interface Identity {

    /** The namespace the probe pod is launched in. */
    String namespace();

    /** The labels stand in the matrix. */
    record Labelled(String namespace, Map<String, String> labels) implements Identity {
        public Labelled {
            labels = Map.copyOf(labels);
        }
    }

    /** The labels are those of a live workload's pod template. */
    record OfWorkload(String namespace, WorkloadKind kind, String name) implements Identity {}
}
