package dev.netproof.time;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/** Time that passes only while somebody waits, and when a test lets it. Thread-safe. */
public final class ManualTicker implements Ticker {

    private long nanos = 1;

    public synchronized void advance(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration apart, @Nullable Duration atMost) {
        long began = nanos();
        while (!condition.getAsBoolean()) {
            if (atMost != null && since(began).compareTo(atMost) >= 0) {
                return false;
            }
            advance(apart.isPositive() ? apart : Duration.ofNanos(1));
        }
        return true;
    }
}
