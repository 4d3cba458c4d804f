package dev.netproof.reports.diff;

import java.util.List;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Expectation;

/** What an edge was on the wire, whatever was expected of it. */
public enum Seen {
    OPEN, CLOSED,
    /** Nothing was proven. */
    UNKNOWN;

    static Seen of(EdgeEvidence edge) {
        boolean allowed = edge.expected() == Expectation.ALLOW;
        return switch (edge.verdict().result()) {
            case CONFORMS -> allowed ? OPEN : CLOSED;
            case VIOLATED -> allowed ? CLOSED : OPEN;
            case INCONCLUSIVE -> UNKNOWN;
        };
    }

    /** How often an edge turned from open to closed or back; what is not known is no turn. */
    static int turns(List<Seen> history) {
        int turns = 0;
        Seen last = UNKNOWN;
        for (Seen seen : history) {
            if (seen != UNKNOWN) {
                turns += last != UNKNOWN && last != seen ? 1 : 0;
                last = seen;
            }
        }
        return turns;
    }
}
