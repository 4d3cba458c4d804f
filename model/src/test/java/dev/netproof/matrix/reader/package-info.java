@NullMarked
package dev.netproof.matrix.reader;

import org.jspecify.annotations.NullMarked;
