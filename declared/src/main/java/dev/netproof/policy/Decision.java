package dev.netproof.policy;

/** What policies say, in one word. */
public enum Decision {
    ALLOWED, DENIED, UNKNOWN;

    /** Of both sides together: what one side denies stays denied, whatever the other says. */
    public Decision and(Decision other) {
        if (this == DENIED || other == DENIED) {
            return DENIED;
        }
        return this == UNKNOWN ? UNKNOWN : other;
    }
}
