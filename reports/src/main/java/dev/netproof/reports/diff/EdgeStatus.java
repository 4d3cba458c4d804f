package dev.netproof.reports.diff;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Verdict;

/** What was agreed of an edge and what was seen, in one run. */
public record EdgeStatus(Expectation expected, Mode mode, Seen seen, Verdict.Result result) {

    static EdgeStatus of(EdgeEvidence edge) {
        return new EdgeStatus(edge.expected(), edge.mode(), Seen.of(edge), edge.verdict().result());
    }

    boolean agreedLike(EdgeStatus other) {
        return expected == other.expected && mode == other.mode;
    }
}
