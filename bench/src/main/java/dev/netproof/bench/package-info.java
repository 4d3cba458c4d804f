/** Measures what has to be fast. */
@NullMarked
package dev.netproof.bench;

import org.jspecify.annotations.NullMarked;
