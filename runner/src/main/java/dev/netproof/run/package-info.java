/**
 * One run, from selected edges to the stream of evidence: launch, settle, control, probe, probe again, control, judge, and
 * clean up on every exit.
 *
 * <p>The only room where all stages meet.
 */
@NullMarked
package dev.netproof.run;

import org.jspecify.annotations.NullMarked;
