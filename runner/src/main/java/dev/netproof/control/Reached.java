package dev.netproof.control;

import java.time.Instant;

/**
 * Once that somebody reached a listener.
 *
 * @param source the pod, {@code namespace/name}
 * @param itself whether that was a container in the target's own pod
 */
record Reached(String source, boolean itself, int round, Instant at) {}
