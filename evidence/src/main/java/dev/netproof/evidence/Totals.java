package dev.netproof.evidence;

/**
 * Edges by verdict. The first three count what is enforced, {@code monitored} what is only watched and did not conform.
 */
public record Totals(int conforms, int violated, int inconclusive, int monitored) {

    /** Nothing yet. */
    public static final Totals NONE = new Totals(0, 0, 0, 0);

    /** With one more edge. A watched edge that conforms counts as conforming. */
    public Totals plus(EdgeEvidence edge) {
        return switch (edge.verdict().result()) {
            case CONFORMS -> new Totals(conforms + 1, violated, inconclusive, monitored);
            case VIOLATED -> edge.enforced()
                    ? new Totals(conforms, violated + 1, inconclusive, monitored)
                    : new Totals(conforms, violated, inconclusive, monitored + 1);
            case INCONCLUSIVE -> edge.enforced()
                    ? new Totals(conforms, violated, inconclusive + 1, monitored)
                    : new Totals(conforms, violated, inconclusive, monitored + 1);
        };
    }

    /** How many edges were judged. */
    public int edges() {
        return conforms + violated + inconclusive + monitored;
    }
}
