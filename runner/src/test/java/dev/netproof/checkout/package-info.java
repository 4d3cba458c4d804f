@NullMarked
package dev.netproof.checkout;

import org.jspecify.annotations.NullMarked;
