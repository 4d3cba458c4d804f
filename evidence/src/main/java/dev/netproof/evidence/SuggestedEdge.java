package dev.netproof.evidence;

/**
 * An edge that would notice what no edge of a matrix notices.
 *
 * @param from name of its source peer
 * @param to name of its target peer
 * @param port as a matrix writes it
 * @param expected what is declared now
 * @param yaml {@code edges} of one, and {@code peers} that the matrix does not have yet
 * @param remark what to see to before it is added; else empty
 */
public record SuggestedEdge(String from, String to, String port, Expectation expected, String yaml, String remark) {}
