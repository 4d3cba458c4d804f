package dev.netproof.control;

import java.time.Duration;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.TargetChange;
import dev.netproof.plan.Incarnations;
import org.jspecify.annotations.Nullable;

/**
 * How the pod behind an endpoint stood, from before the first attempt that counts until after the last.
 *
 * @param change what became of it; null when it is the same pod with the same containers
 * @param unnoticed where the kubelet's probe of that very port kept it Ready without a break, for how long it may still have
 * been out of reach, since the kubelet bears a few failures; else null
 */
public record Standing(@Nullable TargetChange change, @Nullable Duration unnoticed) {

    /** From one look at the cluster to the other. */
    public static Standing of(Endpoint endpoint, Incarnations before, Incarnations after) {
        return new Standing(after.changedSince(before, endpoint).orElse(null),
                after.keptReadySince(before, endpoint) ? after.unnoticed(endpoint).orElse(null) : null);
    }
}
