package dev.netproof.coverage;

import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;
import dev.netproof.policy.Alternative;
import dev.netproof.policy.DeclaredPolicies;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/**
 * A policy with one mistake in it.
 *
 * @param id readable, the same in each run, and distinct among the mutants of a cluster
 */
record Mutant(String id, Change change) {

    /** What was done. */
    sealed interface Change {

        /** The policy is not there. */
        record Removed(PolicyRef policy) implements Change {}

        /** The rule is not there. */
        record RuleRemoved(RuleRef rule) implements Change {}

        /** Another policy of the same name is there. */
        record Replaced(NetworkPolicy policy) implements Change {}
    }

    /** What would be declared with it. */
    Alternative in(DeclaredPolicies policies) {
        return switch (change) {
            case Change.Removed(PolicyRef policy) -> policies.without(policy);
            case Change.RuleRemoved(RuleRef rule) -> policies.without(rule);
            case Change.Replaced(NetworkPolicy policy) -> policies.with(policy);
        };
    }
}
