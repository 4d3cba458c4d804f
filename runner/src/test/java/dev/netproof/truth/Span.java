package dev.netproof.truth;

import java.util.Locale;

/** From a moment on, until just before another; nanoseconds of the world's time. */
record Span(long from, long to) {

    private static final double SECOND = 1e9;

    /** To the end of all schedules. */
    static final long EVER = Long.MAX_VALUE;

    static long seconds(double seconds) {
        return (long) (seconds * SECOND);
    }

    boolean has(long moment) {
        return from <= moment && moment < to;
    }

    static String word(long moment) {
        return moment == EVER ? "ever" : String.format(Locale.ROOT, "%.3f", moment / SECOND);
    }

    @Override
    public String toString() {
        return word(from) + ".." + word(to);
    }
}
