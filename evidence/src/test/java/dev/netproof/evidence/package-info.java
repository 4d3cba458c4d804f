@NullMarked
package dev.netproof.evidence;

import org.jspecify.annotations.NullMarked;
