/**
 * The shared nouns of a run, from what one probe saw to what is judged of an edge, and their JSON form.
 *
 * <p>Everything that is reported is written from these records alone. Pure: no cluster, no clock. Knows nobody.
 */
@NullMarked
package dev.netproof.evidence;

import org.jspecify.annotations.NullMarked;
