/**
 * Reads a snapshot from manifest files, for clusters that don't exist yet.
 *
 * <p>Every workload becomes one pod without an address, as its template describes it. All that is wrong is said at once,
 * with file and line.
 */
@NullMarked
package dev.netproof.manifests;

import org.jspecify.annotations.NullMarked;
