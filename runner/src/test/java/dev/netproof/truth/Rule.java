package dev.netproof.truth;

import java.util.List;

/**
 * What the policies of the world say of one source and one service, over time.
 *
 * @param egress whether it is for the source's egress that they deny it; else for the target's ingress
 */
record Rule(boolean allowed, boolean egress, List<Change> changes) {

    /**
     * The opposite from then on.
     *
     * @param written when the API has it
     * @param effective when the engine does
     */
    record Change(long written, long effective) {
        @Override
        public String toString() {
            return "flips " + Span.word(written) + " in effect " + Span.word(effective);
        }
    }

    Rule {
        changes = List.copyOf(changes);
    }

    /** What the engine goes by at this moment. */
    boolean allows(long moment) {
        return allowed ^ (changes.stream().filter(change -> change.effective() <= moment).count() % 2 == 1);
    }

    @Override
    public String toString() {
        return (allowed ? "allowed" : "denied") + (egress ? " by egress" : " by ingress") + changes;
    }
}
