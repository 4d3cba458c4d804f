package dev.netproof.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an API server that does not serve. The call that waited in vain tells the others, which then don't wait as
 * long: they try once, and those that come right after a try that failed not at all. Thread-safe; times are of
 * {@link System#nanoTime}.
 */
final class Outage {

    private final long breath;
    private boolean met;
    private boolean lasts;
    private long servedAt;
    private long failedAt;
    private @Nullable RuntimeException failure;

    Outage(Patience patience) {
        this.breath = patience.breath().toNanos();
    }

    /** Why there is no sense in asking now; null when there is. */
    synchronized @Nullable RuntimeException reason(long now) {
        return failure != null && now - failedAt < breath ? failure : null;
    }

    /** Whether a call has waited in vain, and none has been served since. */
    synchronized boolean lasts() {
        return lasts;
    }

    /** Whether it ever answered: one that never did is rather misspelt than restarting. */
    synchronized boolean met() {
        return met;
    }

    synchronized void met(boolean answered) {
        met |= answered;
    }

    synchronized void served(long now) {
        met = true;
        lasts = false;
        failure = null;
        servedAt = now;
    }

    /**
     * A call was given up. When others were served meanwhile it is the call's own matter: one kind of object may be held up by
     * a webhook.
     */
    synchronized void inVain(RuntimeException cause, long begun, long now) {
        if (lasts) {
            failure = cause;
            failedAt = now;
        } else if (!met || begun - servedAt > 0) {
            lasts = true;
        }
    }
}
