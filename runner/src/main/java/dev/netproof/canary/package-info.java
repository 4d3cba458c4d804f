/**
 * Proves enforcement in this very cluster before a deny is believed, with pods and policies of its own.
 *
 * <p>Knows {@code probe} and {@code classify}, and no matrix.
 */
@NullMarked
package dev.netproof.canary;

import org.jspecify.annotations.NullMarked;
