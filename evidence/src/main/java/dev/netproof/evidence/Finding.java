package dev.netproof.evidence;

/**
 * Something to know about an edge.
 *
 * @param facts what was found; what people read of it is made of this by a {@code Wording}
 */
public record Finding(Weight weight, FindingFacts facts) {

    /** What a finding does to a verdict. */
    public enum Weight {
        /** The expectation does not hold. */
        VIOLATION,
        /** Nothing could be proven. */
        INCONCLUSIVE,
        /** Worth saying; changes no verdict. */
        REMARK
    }

    /** Its name, the same in every output. */
    public FindingId id() {
        return facts.id();
    }
}
