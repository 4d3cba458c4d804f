/**
 * Reads the policies and workloads of a snapshot as a reviewer would, and says what is probably not meant.
 *
 * <p>Pure: no cluster, no clock, no I/O; the day is given to it. A rule is a class, and {@link dev.netproof.audit.Catalogue}
 * has them all.
 */
@NullMarked
package dev.netproof.audit;

import org.jspecify.annotations.NullMarked;
