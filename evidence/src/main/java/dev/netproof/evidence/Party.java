package dev.netproof.evidence;

/**
 * One end of an edge.
 *
 * @param peer its name in the matrix
 * @param description what it is in the cluster: {@code deployment/checkout-api in shop}
 */
public record Party(String peer, String description) {}
