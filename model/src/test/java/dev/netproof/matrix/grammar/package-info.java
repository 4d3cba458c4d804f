@NullMarked
package dev.netproof.matrix.grammar;

import org.jspecify.annotations.NullMarked;
