package dev.netproof.matrix;

/** Where an edge starts: a peer, and the identity its probe pod takes on. */
public record Source(String peer, Identity identity) {}
