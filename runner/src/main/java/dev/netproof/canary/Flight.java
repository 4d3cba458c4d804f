package dev.netproof.canary;

import dev.netproof.evidence.Canary;
import org.jspecify.annotations.Nullable;

/**
 * What a canary came back with, and between which nodes it was seen to get through.
 *
 * @param clientNode node whose pods were seen to have a working network; null when none was
 * @param serverNode node on which a listener was reached; null when none was
 */
public record Flight(Canary canary, @Nullable String clientNode, @Nullable String serverNode) {

    /** A canary that did not fly shows nothing. */
    public static Flight grounded(String why) {
        return new Flight(Canary.skipped(why), null, null);
    }

    /** Whether an unpoliced pod on the one node reached a listener on the other. */
    public boolean connected(@Nullable String from, @Nullable String to) {
        return canary.enforced() && from != null && from.equals(clientNode) && to != null && to.equals(serverNode);
    }
}
