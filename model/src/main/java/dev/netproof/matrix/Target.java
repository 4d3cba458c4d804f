package dev.netproof.matrix;

import java.util.Map;

/** What an edge leads to. */
public sealed interface Target {

    /** Whether it is outside the cluster's API, where ports have numbers alone. */
    default boolean isOutside() {
        return switch (this) {
            case OfService s -> false;
            case OfWorkload w -> false;
            case OfPods p -> false;
            case Address a -> true;
            case Host h -> true;
        };
    }

    /** A Service: its virtual address and each of its endpoints. A port is the Service's. */
    record OfService(String namespace, String name) implements Target {}

    /** Every replica of a workload. A port is the container's. */
    record OfWorkload(String namespace, WorkloadKind kind, String name) implements Target {}

    /** Every pod that carries these labels. A port is the container's. */
    record OfPods(String namespace, Map<String, String> labels) implements Target {
        public OfPods {
            labels = Map.copyOf(labels);
        }
    }

    /** An IPv4 or IPv6 literal. */
    record Address(String address) implements Target {}

    /** A name outside the cluster. */
    record Host(String host) implements Target {}
}
