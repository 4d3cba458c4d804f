package dev.netproof.plan;

/**
 * For what a run may start ephemeral containers in pods that are not its own. They cannot be removed again: each use is asked
 * for by itself.
 *
 * @param sources to probe from them, where a peer says {@code pods}
 * @param controls to prove from within that a denied target listens
 */
public record EphemeralUse(boolean sources, boolean controls) {

    public static final EphemeralUse NONE = new EphemeralUse(false, false);
}
