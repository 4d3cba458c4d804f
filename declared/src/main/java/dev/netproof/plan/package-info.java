/**
 * Decides what to launch and what to probe: edges and a snapshot become probe pods, probes and controls.
 *
 * <p>Pure: creates nothing. Knows {@code matrix} and {@code snapshot}.
 */
@NullMarked
package dev.netproof.plan;

import org.jspecify.annotations.NullMarked;
