package dev.netproof.time;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Measures durations and waits. Never goes back: somebody may set the clock of a machine while a run is under way, and neither
 * a window nor a duration may change by it.
 */
public interface Ticker {

    /** Of this machine. */
    static Ticker system() {
        return new SystemTicker();
    }

    /** Nanoseconds since some moment that stays the same; only differences mean something. */
    long nanos();

    /**
     * Asks at once and then every {@code apart}, on the calling thread, until the answer is yes or the time is up.
     *
     * @param atMost null to wait as long as it takes
     * @return whether the answer was yes
     */
    boolean await(BooleanSupplier condition, Duration apart, @Nullable Duration atMost);

    /** How long ago that was. */
    default Duration since(long nanos) {
        return Duration.ofNanos(nanos() - nanos);
    }
}
