package dev.netproof.evidence;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Whether this cluster enforces NetworkPolicy, seen on the wire with two pods of our own.
 *
 * @param ingress what a denying ingress policy did
 * @param egress what a denying egress policy did
 * @param enforcementDelay the longest time from writing a policy to its effect; null when none was enforced
 * @param releaseDelay the longest time from deleting a policy to its effect; null when none was enforced
 * @param startUpLeak whether a new pod was open for a moment under an existing deny; null when not seen
 * @param detail one sentence for the reader
 */
public record Canary(Enforcement ingress, Enforcement egress, @Nullable Duration enforcementDelay,
        @Nullable Duration releaseDelay, @Nullable Boolean startUpLeak, String detail) {

    /** What a denying policy did to traffic that passed before. */
    public enum Enforcement {
        /** Closed by silence. */
        DROPPED,
        /** Closed by a refusal. */
        REJECTED,
        /** Still open: the policy is not enforced. */
        IGNORED,
        /** Could not be found out. */
        UNKNOWN
    }

    /** The canary was not asked for. */
    public static Canary skipped(String why) {
        return new Canary(Enforcement.UNKNOWN, Enforcement.UNKNOWN, null, null, null, why);
    }

    /** Whether both directions were seen to be enforced. */
    public boolean enforced() {
        return enforced(ingress) && enforced(egress);
    }

    /** Whether at least one direction was seen to be enforced. */
    public boolean anyEnforced() {
        return enforced(ingress) || enforced(egress);
    }

    private static boolean enforced(Enforcement direction) {
        return direction == Enforcement.DROPPED || direction == Enforcement.REJECTED;
    }
}
