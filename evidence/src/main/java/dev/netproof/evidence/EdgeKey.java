package dev.netproof.evidence;

/** The same edge in every plan and every run. */
public record EdgeKey(String matrix, String id) {

    public static EdgeKey of(EdgeEvidence edge) {
        return new EdgeKey(edge.matrix(), edge.id());
    }
}
