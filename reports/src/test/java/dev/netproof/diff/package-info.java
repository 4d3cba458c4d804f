@NullMarked
package dev.netproof.diff;

import org.jspecify.annotations.NullMarked;
