/**
 * Reads a snapshot from manifest files, for clusters that don't exist yet.
 *
 * <p>Every workload becomes one pod without an address, as its template describes it. What an API server would refuse
 * is refused here, too, all of it at once, with file, line and column: a policy that never comes into force must not be
 * taken for one that does.
 */
@NullMarked
package dev.netproof.manifests;

import org.jspecify.annotations.NullMarked;
