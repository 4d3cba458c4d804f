package dev.netproof.policy;

import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A policy with its selectors resolved.
 *
 * @param priority lower goes first; 0 where the kind has none
 * @param subject pods by index in the roster
 * @param ingress null if it does not speak of that direction
 * @param egress null if it does not speak of that direction
 */
record CompiledPolicy(PolicyRef ref, Layer layer, int priority, BitSet subject, @Nullable List<Rule> ingress,
        @Nullable List<Rule> egress) {

    /** What a policy belongs to. The two APIs for administrators have an order among themselves only. */
    enum Layer {
        ADMIN_NETWORK_POLICY, ADMIN_TIER, NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY, BASELINE_TIER
    }

    @Nullable
    List<Rule> rules(Direction direction) {
        return switch (direction) {
            case INGRESS -> ingress;
            case EGRESS -> egress;
        };
    }
}
