/**
 * The truth test: whole runs in simulated worlds whose truth is known, and a jury that compares the two.
 *
 * <p>{@code Schedules} draws a world and all that will happen in it from a seed, {@code World} and {@code Field} play it to the
 * code under test, {@code Turns} is its time, {@code Wire} its packets, and {@code Jury} judges the verdicts.
 */
@NullMarked
package dev.netproof.truth;

import org.jspecify.annotations.NullMarked;
