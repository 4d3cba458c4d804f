/**
 * The objects of a cluster that a plan is made from, as they were at one moment.
 *
 * <p>Pure: knows the Kubernetes model, not the client that fetched it.
 */
@NullMarked
package dev.netproof.snapshot;

import org.jspecify.annotations.NullMarked;
