package dev.netproof.run;

import java.time.Duration;

/** When to try again: soon at first, then at growing distances. */
final class Pace {

    private final Duration slowest;
    private Duration apart;
    private long next = System.nanoTime();

    /** Due at once. */
    Pace(Duration apart, Duration slowest) {
        this.apart = apart;
        this.slowest = slowest;
    }

    boolean isDue() {
        return System.nanoTime() - next >= 0;
    }

    /** From now on, not due before the next distance has passed. */
    void next() {
        next = System.nanoTime() + apart.toNanos();
        Duration doubled = apart.multipliedBy(2);
        apart = doubled.compareTo(slowest) > 0 ? slowest : doubled;
    }
}
