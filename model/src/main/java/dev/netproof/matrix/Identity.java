package dev.netproof.matrix;

import java.util.Map;

/** What makes a pod a source in the eyes of policies. */
public sealed interface Identity {

    /** Where the probe starts. */
    String namespace();

    /** What policies see of it, whether a probe pod takes it on or a pod that is there has it. */
    default Identity seenByPolicies() {
        return switch (this) {
            case Labelled labelled -> labelled;
            case OfWorkload of -> of;
            case OfPods(String namespace, PodSelection pods) -> switch (pods) {
                case PodSelection.Labelled(Map<String, String> labels) -> new Labelled(namespace, labels);
                case PodSelection.OfWorkload(WorkloadKind kind, String name) -> new OfWorkload(namespace, kind, name);
            };
        };
    }

    /** The labels stand in the matrix. */
    record Labelled(String namespace, Map<String, String> labels) implements Identity {
        public Labelled {
            labels = Map.copyOf(labels);
        }
    }

    /** The labels are those of a live workload's pod template. */
    record OfWorkload(String namespace, WorkloadKind kind, String name) implements Identity {}

    /** That of a pod which is there: the probe runs in it, as an ephemeral container. */
    record OfPods(String namespace, PodSelection pods) implements Identity {}
}
