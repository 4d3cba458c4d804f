package dev.netproof.evidence;

/**
 * One probe of an edge: where from, where to, what the tool printed and how it was read.
 *
 * @param round counts from 1; a later round probes again what was unexpected
 */
public record Attempt(int round, ProbePod source, Endpoint endpoint, RawRecord raw, Observation observation) {}
