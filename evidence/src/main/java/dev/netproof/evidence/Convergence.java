package dev.netproof.evidence;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How an edge came to be as it was judged.
 *
 * @param window how long what was unexpected was tried again
 * @param rounds how often it was tried; 0 when it was not
 * @param settled from the first attempt to the first that was as expected and stayed so, zero when all were; null when it
 *     did not come to that
 */
public record Convergence(Duration window, int rounds, @Nullable Duration settled) {

    /** Was not tried again. */
    public static final Convergence NONE = new Convergence(Duration.ZERO, 0, null);
}
