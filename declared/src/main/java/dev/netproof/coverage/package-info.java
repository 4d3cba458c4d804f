/**
 * Weighs matrices by the mistakes in policies that they would notice.
 *
 * <p>Pure: no cluster, no clock, no I/O. Plants one mistake after the other in the policies of a snapshot and asks what is
 * then declared of the flows that a plan would probe. Knows {@code matrix}, {@code policy}, {@code plan} and the nouns of
 * {@code evidence}.
 */
@NullMarked
package dev.netproof.coverage;

import org.jspecify.annotations.NullMarked;
