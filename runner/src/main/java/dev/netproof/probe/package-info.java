/**
 * Runs what was planned: the life of a probe pod, and one exec a pod and round that carries all its probes.
 *
 * <p>Returns raw records and reads nothing into them.
 */
@NullMarked
package dev.netproof.probe;

import org.jspecify.annotations.NullMarked;
