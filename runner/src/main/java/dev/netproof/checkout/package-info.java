/**
 * Which commit a matrix file is from. The only room that starts a program on this machine: git, if it is there.
 *
 * <p>Knows the nouns of {@code evidence}, and nothing knows it but {@code run}.
 */
@NullMarked
package dev.netproof.checkout;

import org.jspecify.annotations.NullMarked;
