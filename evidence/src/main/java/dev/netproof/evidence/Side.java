package dev.netproof.evidence;

/**
 * One side of a path, on which policies decide by themselves: egress of its source, or ingress of its target.
 *
 * @param of whose side it is
 */
public record Side(Direction direction, Place of) {}
