/**
 * The lab's controllers: what makes objects that were written into a cluster that runs.
 *
 * <p>Each controller is a reconciler over the whole store, run again after every change until there is nothing left to
 * do; what blocks (the network, probes) runs on threads of its own. Knows the store and the {@code Wire}, and nothing of
 * HTTP.
 */
@NullMarked
package dev.netproof.lab.control;

import org.jspecify.annotations.NullMarked;
