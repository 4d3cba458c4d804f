/**
 * A view of a run as a JUnit Platform test engine: matrix, source and edge become descriptors, evidence becomes events.
 *
 * <p>Judges nothing: a violation is a failure, an inconclusive edge an error, and neither is ever skipped.
 */
@NullMarked
package dev.netproof.engine;

import org.jspecify.annotations.NullMarked;
