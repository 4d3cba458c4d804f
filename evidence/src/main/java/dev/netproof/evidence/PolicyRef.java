package dev.netproof.evidence;

import java.util.Comparator;

/**
 * Which policy is meant.
 *
 * @param kind as the API spells it
 * @param namespace empty for a policy of the whole cluster
 */
public record PolicyRef(String kind, String namespace, String name) implements Comparable<PolicyRef> {

    private static final Comparator<PolicyRef> ORDER = Comparator.comparing(PolicyRef::kind)
            .thenComparing(PolicyRef::namespace).thenComparing(PolicyRef::name);

    @Override
    public int compareTo(PolicyRef other) {
        return ORDER.compare(this, other);
    }

    /** {@code NetworkPolicy shop/default-deny}. */
    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
