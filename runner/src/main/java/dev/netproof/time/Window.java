package dev.netproof.time;

import java.time.Duration;

/**
 * A moment of which no more is known than that it lies in between; by one clock that only goes forward, from a beginning that
 * whoever hands it out names.
 */
public record Window(Duration from, Duration to) {

    /** Of which nothing is known. */
    public static final Window UNKNOWN = new Window(Duration.ZERO, Duration.ofDays(1000));

    public Window {
        if (to.compareTo(from) < 0) {
            throw new IllegalArgumentException("ends at " + to + ", before it begins at " + from);
        }
    }

    /** Whether this moment came before the other, wherever in their windows they lie. */
    public boolean isBefore(Window other) {
        return to.compareTo(other.from) <= 0;
    }
}
