package dev.netproof.evidence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A fact that makes a result evidence, or the lack of it.
 *
 * @param before when it was last seen before the attempt that it backs, or in the same exec; null where it was not
 * @param after when it was seen again after that attempt; null where it was not, or need not be
 */
public record Control(Kind kind, Subject subject, boolean proved, Grounds grounds, @Nullable Instant before,
        @Nullable Instant after) {

    /** What a control shows. */
    public enum Kind {
        /** Another source of the run reached the same listener between two denied attempts, and after the last. */
        TARGET_REACHED,
        /** The kubelet's readiness probe on that port kept the pod Ready before and after; it notices no short outage. */
        TARGET_READY,
        /** The target's own pod, from a container in it, reached that listener between two denied attempts, and after the last. */
        TARGET_REACHED_ITSELF,
        /** The source reached another pod in the same exec, and its network worked between two packets that were denied. */
        SOURCE_REACHED,
        /** The kubelet of its node reached the source in that exec, and its network worked between two packets that were denied. */
        SOURCE_PULSE,
        /** The source could not connect to an address where nothing is: no transparent proxy accepts for it. */
        NEGATIVE,
        /** The canary saw this cluster enforce a policy while the edge was probed. */
        ENFORCEMENT
    }

    /** What a control is about. */
    public sealed interface Subject {

        /** An address: the target's, or one where nothing is. */
        record Address(Listener listener) implements Subject {}

        /** The probe pod of a source. */
        record Source(Place.Pod pod) implements Subject {}

        /** The cluster as a whole. */
        record Cluster() implements Subject {}
    }

    /** Of which no times are known. */
    public Control(Kind kind, Subject subject, boolean proved, Grounds grounds) {
        this(kind, subject, proved, grounds, null, null);
    }
}
