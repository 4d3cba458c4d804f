/**
 * What changed from one run to the next: the voice of a job that runs every night.
 *
 * <p>Reads evidence as a stream and keeps a few words of each edge. Pure but for reading; knows {@code evidence}, how
 * {@code archive} opens it, and how {@code reports} escapes.
 */
@NullMarked
package dev.netproof.reports.diff;

import org.jspecify.annotations.NullMarked;
