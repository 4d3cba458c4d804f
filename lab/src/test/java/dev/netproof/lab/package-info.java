/** Tests of the lab as its users see it, and what all its tests share. */
@NullMarked
package dev.netproof.lab;

import org.jspecify.annotations.NullMarked;
