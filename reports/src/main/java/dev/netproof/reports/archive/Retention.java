package dev.netproof.reports.archive;

import java.time.Duration;
import java.util.Optional;

/**
 * Which archives a ledger keeps; the newest is always kept. Entries are kept for ever: a line each.
 *
 * @param age older ones go
 * @param count more than these go, the oldest first
 */
public record Retention(Optional<Duration> age, Optional<Integer> count) {
    /** All of them. */
    public static final Retention EVERYTHING = new Retention(Optional.empty(), Optional.empty());

    public Retention {
        if (count.isPresent() && count.get() < 1) {
            throw new IllegalArgumentException("at least the newest archive is kept, so not " + count.get());
        }
    }
}
