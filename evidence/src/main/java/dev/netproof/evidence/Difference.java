package dev.netproof.evidence;

/**
 * One thing that keeps a rule from allowing a path.
 *
 * @param of whom it is said of: {@code pod shop/checkout}, {@code shop}; empty where the path itself is meant
 * @param is what the path has: {@code app=checkout}, {@code TCP 8080}; empty where it lacks it
 * @param wanted what the rule wants instead: {@code app=shop}, {@code app In [a, b]}, {@code TCP 9090}
 */
public record Difference(Kind kind, String of, String is, String wanted) {

    /** What differs. */
    public enum Kind {
        /** A label of the peer's pod. */
        LABEL("label"),
        /** A label of the peer's namespace. */
        NAMESPACE_LABEL("namespace label"),
        /** The peer's namespace: a {@code podSelector} alone means pods of the policy's own. */
        NAMESPACE("namespace"),
        /** The peer's address. */
        ADDRESS("address"),
        /** What the peer is: selectors mean pods, and nothing else. */
        PEER("peer"),
        /** The port, by number or name. */
        PORT("port"),
        /** The protocol, and with it the port. */
        PROTOCOL("protocol");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** {@code label of pod shop/checkout is app=checkout, the rule wants app=shop}. */
    @Override
    public String toString() {
        return kind.words + (of.isEmpty() ? "" : " of " + of) + " is " + (is.isEmpty() ? "missing" : is)
                + ", the rule wants " + wanted;
    }
}
