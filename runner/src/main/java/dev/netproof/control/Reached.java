package dev.netproof.control;

import java.time.Instant;

import dev.netproof.evidence.Place;

/**
 * Once that somebody reached a listener.
 *
 * @param source the pod; those of somebody else may be called alike in two namespaces
 * @param itself whether that was a container in the target's own pod
 */
record Reached(Place.Pod source, boolean itself, int round, Instant at) {}
