/**
 * The only room that knows the Kubernetes client: reads, creates, execs and deletes.
 *
 * <p>Knows nothing of matrices, probes or verdicts.
 */
@NullMarked
package dev.netproof.cluster;

import org.jspecify.annotations.NullMarked;
