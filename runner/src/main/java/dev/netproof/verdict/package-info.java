/**
 * Judges what the probes of a run saw against what the matrix expected, and says what makes it evidence.
 *
 * <p>Pure: no cluster, no clock, no I/O. Knows the nouns of {@code evidence} and {@code matrix}, and nothing knows it but
 * {@code run}.
 */
@NullMarked
package dev.netproof.verdict;

import org.jspecify.annotations.NullMarked;
