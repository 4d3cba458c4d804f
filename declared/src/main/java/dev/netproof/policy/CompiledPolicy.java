package dev.netproof.policy;

import java.util.BitSet;
import java.util.List;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;
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

    /** This policy without that rule; the others keep their numbers. */
    CompiledPolicy without(RuleRef rule) {
        return new CompiledPolicy(ref, layer, priority, subject, without(rule, ingress), without(rule, egress));
    }

    private static @Nullable List<Rule> without(RuleRef rule, @Nullable List<Rule> rules) {
        return rules == null ? null : rules.stream().filter(other -> !other.ref().equals(rule)).toList();
    }

    /** Its part in the chain of a pod; null if it does not govern that direction of the pod. */
    RuleChain.@Nullable Governing governing(int pod, Direction direction) {
        List<Rule> rules = rules(direction);
        return rules == null || !subject.get(pod) ? null : new RuleChain.Governing(ref, layer, priority, rules);
    }

    @Nullable
    List<Rule> rules(Direction direction) {
        return switch (direction) {
            case INGRESS -> ingress;
            case EGRESS -> egress;
        };
    }
}
