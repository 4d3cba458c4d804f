package dev.netproof.run;

import java.time.Duration;

import dev.netproof.time.Ticker;

/** When to try again: soon at first, then at growing distances. */
final class RetryBackoff {

    private final Ticker ticker;
    private final Duration slowest;
    private Duration apart;
    private long next;

    /** Due at once. */
    RetryBackoff(Ticker ticker, Duration apart, Duration slowest) {
        this.ticker = ticker;
        this.apart = apart;
        this.slowest = slowest;
        this.next = ticker.nanos();
    }

    boolean isDue() {
        return ticker.nanos() - next >= 0;
    }

    /** From now on, not due before the next distance has passed. */
    void next() {
        next = ticker.nanos() + apart.toNanos();
        Duration doubled = apart.multipliedBy(2);
        apart = doubled.compareTo(slowest) > 0 ? slowest : doubled;
    }
}
