package dev.netproof.evidence;

/**
 * Something to know about an edge.
 *
 * @param message what was found, one sentence in a newcomer's words
 * @param advice what to look at next; empty when there is nothing to do
 */
public record Finding(FindingId id, Weight weight, String message, String advice) {

    /** What a finding does to a verdict. */
    public enum Weight {
        /** The expectation does not hold. */
        VIOLATION,
        /** Nothing could be proven. */
        INCONCLUSIVE,
        /** Worth saying; changes no verdict. */
        REMARK
    }
}
