package dev.netproof.time;

import java.time.Duration;

/**
 * The only place that sleeps. For pauses between calls and frames, which nothing is judged by; what a run waits for, and for how
 * long, goes by its {@link Ticker}.
 */
public final class Pause {

    private Pause() {}

    /** Waits on the calling thread. False when that was interrupted, whose mark stays: then it is time to go. */
    public static boolean of(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
