package dev.netproof.evidence;

/** Whether an edge lets traffic pass, as one side of the three-way comparison has it. */
public enum Passage {
    OPEN, CLOSED,
    /** Open on some of its paths and closed on others. */
    MIXED,
    /** Nothing can be said. */
    UNKNOWN;

    /** All that is one is that one; what is not known of a part is not known of the whole. */
    Passage and(Passage other) {
        if (this == other) {
            return this;
        }
        return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : MIXED;
    }
}
