/**
 * Reads what a user agreed on: YAML to validated records, every problem of every file at once, each with its position.
 *
 * <p>Pure but for reading the files themselves. Knows the nouns of {@code evidence}, and no cluster.
 */
@NullMarked
package dev.netproof.matrix;

import org.jspecify.annotations.NullMarked;
