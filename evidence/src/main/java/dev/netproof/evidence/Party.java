package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/**
 * One end of an edge.
 *
 * @param peer its name in the matrix
 * @param place what it is in the cluster
 * @param via peer of the proxy that it is reached through; null where it is reached straight
 */
public record Party(String peer, Place place, @Nullable String via) {

    /** Reached straight. */
    public Party(String peer, Place place) {
        this(peer, place, null);
    }
}
