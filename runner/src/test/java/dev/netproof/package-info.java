@NullMarked
package dev.netproof;

import org.jspecify.annotations.NullMarked;
