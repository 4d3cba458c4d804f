/** Builds with matrices among their tests, for real. */
@NullMarked
package dev.netproof.junit;

import org.jspecify.annotations.NullMarked;
