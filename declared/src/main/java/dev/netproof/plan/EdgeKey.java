package dev.netproof.plan;

/** Tells the edges of a run apart, whichever plan they are in. */
public record EdgeKey(String matrix, String id) {}
