package dev.netproof.policy;

import java.util.BitSet;
import java.util.Set;
import java.util.function.Supplier;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.PolicyRef;

/**
 * A policy that is not evaluated, so that nothing is known of the pods it selects.
 *
 * @param subject pods by index in the roster; those it may select, where that can't be read
 * @param reason a sentence
 */
record OpaquePolicy(PolicyRef ref, BitSet subject, Set<Direction> directions, String reason) {

    /** Finds out which pods a policy selects. */
    @FunctionalInterface
    interface Subject {
        BitSet read() throws UnreadablePolicyException;
    }

    OpaquePolicy {
        directions = Set.copyOf(directions);
    }

    static OpaquePolicy unreadable(PolicyRef ref, UnreadablePolicyException cause, Subject subject,
            Supplier<BitSet> atMost) {
        BitSet selected;
        try {
            selected = subject.read();
        } catch (UnreadablePolicyException e) {
            selected = atMost.get();
        }
        return new OpaquePolicy(ref, selected, Set.of(Direction.INGRESS, Direction.EGRESS),
                ref + " can't be evaluated: it " + cause.problem() + ".");
    }
}
