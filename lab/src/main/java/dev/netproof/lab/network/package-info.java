/**
 * What all rooms of the lab must agree on: addresses, their families, and what becomes of a packet that is denied.
 *
 * <p>Values alone. Knows no other room.
 */
@NullMarked
package dev.netproof.lab.network;

import org.jspecify.annotations.NullMarked;
