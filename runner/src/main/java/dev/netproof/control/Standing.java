package dev.netproof.control;

import dev.netproof.evidence.Endpoint;
import dev.netproof.plan.Incarnations;

/**
 * How the pod behind an endpoint stood, from before the first attempt that counts until after the last.
 *
 * @param change what became of it, a clause; empty when it is the same pod with the same containers
 * @param keptReady whether the kubelet's probe of that very port kept it Ready without a break
 */
public record Standing(String change, boolean keptReady) {

    /** From one look at the cluster to the other. */
    public static Standing of(Endpoint endpoint, Incarnations before, Incarnations after) {
        return new Standing(after.changedSince(before, endpoint).orElse(""), after.keptReadySince(before, endpoint));
    }
}
