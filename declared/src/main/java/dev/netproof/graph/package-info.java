/**
 * Writes a declared graph in formats that people and tools read.
 *
 * <p>Knows the graph of {@code policy} and nothing else; the output is streamed.
 */
@NullMarked
package dev.netproof.graph;

import org.jspecify.annotations.NullMarked;
