/**
 * Reads what a tool in a probe pod printed: a raw record becomes an observation, by one table a tool.
 *
 * <p>Pure: no cluster, no clock, no I/O. Knows the nouns of {@code evidence} alone, and expects nothing of the wire.
 */
@NullMarked
package dev.netproof.classify;

import org.jspecify.annotations.NullMarked;
