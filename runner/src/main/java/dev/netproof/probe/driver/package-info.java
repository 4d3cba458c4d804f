/**
 * The protocol of the script that probes within a pod: what it is told on its standard input, and what is read out of what it
 * prints. Values of a matrix are arguments there, never script.
 *
 * <p>Pure, and knows nothing of how pods come and go.
 */
@NullMarked
package dev.netproof.probe.driver;

import org.jspecify.annotations.NullMarked;
