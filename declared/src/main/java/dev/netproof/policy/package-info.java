/**
 * Says what the policies of a cluster declare about a flow: allowed, denied or unknown, on which side, and by which rules.
 *
 * <p>Pure: reads a {@link dev.netproof.snapshot.Snapshot} once, then only answers. No cluster, no clock, no I/O. Enforces
 * nothing, and shares nothing with what does.
 */
@NullMarked
package dev.netproof.policy;

import org.jspecify.annotations.NullMarked;
