package dev.netproof.evidence;

/**
 * What became of a policy while probing was under way.
 *
 * @param policy as it is now; as it was where it is gone
 */
public record PolicyChange(Kind kind, PolicyVersion policy) {

    /** What happened. */
    public enum Kind {
        /** It was not there before. */
        MADE,
        /** It has another resourceVersion. */
        CHANGED,
        /** It was deleted, and another of its name made. */
        REPLACED,
        /** It is gone. */
        DELETED
    }
}
