package dev.netproof.evidence;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Who or what proved a {@link Control}, or why nothing did. */
public sealed interface Grounds {

    /**
     * Other sources of the run reached the target between two attempts that were denied, and after them.
     *
     * @param by whoever did between, and whoever did after if that is another one
     */
    record Reached(List<Place.Pod> by) implements Grounds {
        public Reached {
            by = List.copyOf(by);
        }
    }

    /**
     * Containers in the target's own pod reached it at the pod's address, between two attempts that were denied, and after
     * them.
     *
     * @param by whoever did between, and whoever did after if that is another one
     */
    record ReachedFromWithin(List<Place.Pod> by) implements Grounds {
        public ReachedFromWithin {
            by = List.copyOf(by);
        }
    }

    /**
     * The kubelet's own probe of the port kept the target ready before and after.
     *
     * @param unnoticedSeconds for how long the target may still have been out of reach: the kubelet bears a few failures
     */
    record KeptReady(long unnoticedSeconds) implements Grounds {}

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

    /** What shows that the network of a source works. */
    sealed interface Sign extends Grounds {}

    /** The source reached another address in the same exec. */
    record Contact(Place place, Listener listener) implements Sign {}

    /** The kernel of the source counted connections during the exec, in which nobody but its kubelet connects to it. */
    record Visited() implements Sign {}

    /**
     * The source reached nothing in that exec.
     *
     * @param counted whether the visits of its kubelet are counted there; then there were none
     */
    record NoContact(boolean counted) implements Grounds {}

    /**
     * The network of the source worked in that exec, and whether it did between two packets that were denied: else one outage
     * may have swallowed them all.
     *
     * @param during what shows it of the exec
     * @param between what shows it of a moment between the packets; null where nothing does
     */
    record Lived(Sign during, @Nullable Sign between) implements Grounds {}

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
        /** The target was reached, but not between two attempts that were denied. */
        REACHED_BETWEEN,
        /** The target was reached before the attempt, but no longer after. */
        REACHED_AFTER,
        /** No connection to where nothing is was tried. */
        NOWHERE_TRIED
    }
}
