package dev.netproof.matrix;

/**
 * Where an edge ends: a peer, and how it is reached.
 *
 * @param standIn whether a pod listens in the place of pods that do not run (yet)
 */
public record Destination(String peer, Target target, boolean standIn) {

    /** Reached as it is or not at all. */
    public Destination(String peer, Target target) {
        this(peer, target, false);
    }
}
