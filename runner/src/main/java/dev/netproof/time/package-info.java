/**
 * Time as a run measures it. Durations come from a clock that only goes forward; the time of day is for readers.
 *
 * <p>Knows nobody.
 */
@NullMarked
package dev.netproof.time;

import org.jspecify.annotations.NullMarked;
