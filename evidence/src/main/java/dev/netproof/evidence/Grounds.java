package dev.netproof.evidence;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Who or what proved a {@link Control}, or why nothing did. */
public sealed interface Grounds {

    /**
     * Other sources of the run reached the target before, while and after the attempt.
     *
     * @param by whoever did before, and whoever did after if that is another one
     */
    record Reached(List<Place.Pod> by) implements Grounds {
        public Reached {
            by = List.copyOf(by);
        }
    }

    /**
     * Containers in the target's own pod reached it at the pod's address, before and after the attempt.
     *
     * @param by whoever did before, and whoever did after if that is another one
     */
    record ReachedFromWithin(List<Place.Pod> by) implements Grounds {
        public ReachedFromWithin {
            by = List.copyOf(by);
        }
    }

    /** The kubelet's own probe of the port kept the target ready before and after. */
    record KeptReady() implements Grounds {}

    /** The target is not the one that it was before. */
    record TargetChanged(TargetChange change) implements Grounds {}

    /** So many sources tried the target, and none reached it. */
    record ReachedByNone(int sources) implements Grounds {}

    /**
     * The target's own pod could not be asked either.
     *
     * @param otherwise why nothing else proved it
     * @param quote why no container started in it, as the cluster or its client says it
     */
    record NotAsked(Grounds otherwise, String quote) implements Grounds {}

    /** The source reached another address in the same exec. */
    record Contact(Place place, Listener listener) implements Grounds {}

    /**
     * The kernel of the source counted connections during the exec, in which nobody but its kubelet connects to it.
     *
     * @param least as many as there must be
     */
    record Visits(int counted, int least) implements Grounds {}

    /**
     * The source reached nothing in that exec.
     *
     * @param visits of its kubelet, too few; null where they are not counted
     */
    record NoContact(@Nullable Visits visits) implements Grounds {}

    /** What a connection met that was made to an address where nothing is. */
    record Nowhere(Listener listener, Observation seen) implements Grounds {}

    /**
     * What the canary found.
     *
     * @param granted whether enforcement is taken for granted by request, whatever it found
     * @param quote what it says of itself, as in the header of the run
     */
    record ByCanary(boolean granted, String quote) implements Grounds {}

    /** What is missing from a proof. */
    record Missing(Gap gap) implements Grounds {}

    /** What can be missing. */
    enum Gap {
        /** The target changed after the attempt, and went on changing. */
        REST,
        /** Not even a container in the target's own pod reached it. */
        REACHED_FROM_WITHIN,
        /** No other source of the run tried the target, and no readiness probe covers the port. */
        TRIED_BY_OTHERS,
        /** The target was reached, but not before the attempt. */
        REACHED_BEFORE,
        /** The target was reached before and after the attempt, but not while it was made. */
        REACHED_MEANWHILE,
        /** The target was reached before the attempt, but no longer after. */
        REACHED_AFTER,
        /** No connection to where nothing is was tried. */
        NOWHERE_TRIED
    }
}
