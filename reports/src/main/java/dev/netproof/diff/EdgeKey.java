package dev.netproof.diff;

import dev.netproof.evidence.EdgeEvidence;

/** The same edge in every run. */
record EdgeKey(String matrix, String id) {

    static EdgeKey of(EdgeEvidence edge) {
        return new EdgeKey(edge.matrix(), edge.id());
    }
}
