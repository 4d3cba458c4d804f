/** Classes for the engine's discovery. */
@NullMarked
package dev.netproof.engine.marked;

import org.jspecify.annotations.NullMarked;
