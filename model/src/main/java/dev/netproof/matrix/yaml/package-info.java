/**
 * YAML with positions: documents, values and keys that know where they stand, and what is wrong with them.
 */
@NullMarked
package dev.netproof.matrix.yaml;

import org.jspecify.annotations.NullMarked;
