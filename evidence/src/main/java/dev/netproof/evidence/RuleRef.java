package dev.netproof.evidence;

/**
 * Which rule of a policy is meant.
 *
 * @param index from 0, in the order of the manifest
 * @param name the rule's own name, which only cluster-wide policies give; else empty
 */
public record RuleRef(PolicyRef policy, Direction direction, int index, String name) {

    /** {@code NetworkPolicy shop/api ingress[0]}. */
    @Override
    public String toString() {
        return policy + " " + direction.word() + "[" + index + "]" + (name.isEmpty() ? "" : " (" + name + ")");
    }
}
