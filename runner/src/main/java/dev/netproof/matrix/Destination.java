package dev.netproof.matrix;

/** Where an edge ends: a peer, and how it is reached. */
public record Destination(String peer, Target target) {}
