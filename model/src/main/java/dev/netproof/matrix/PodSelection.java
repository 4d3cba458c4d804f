package dev.netproof.matrix;

import java.util.Map;
import java.util.TreeMap;

/** Pods of a namespace that are there already. */
public sealed interface PodSelection {

    /** In a reader's words: {@code deployment/web}, {@code the pods with {app=web}}. */
    default String describe() {
        return switch (this) {
            case Labelled(Map<String, String> labels) -> "the pods with " + new TreeMap<>(labels);
            case OfWorkload(WorkloadKind kind, String name) -> kind.word() + "/" + name;
        };
    }

    /** Those that carry all these labels, and maybe others. */
    record Labelled(Map<String, String> labels) implements PodSelection {
        public Labelled {
            labels = Map.copyOf(labels);
        }
    }

    /** Those of a workload. */
    record OfWorkload(WorkloadKind kind, String name) implements PodSelection {}
}
