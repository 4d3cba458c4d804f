package dev.netproof.classify;

import java.time.Duration;

import dev.netproof.evidence.RawRecord;

/**
 * Tells that {@code timeout} ended a tool: exit 124 of coreutils, 143 of BusyBox.
 *
 * <p>143 is anybody's SIGTERM, so it must also have taken the second that a limit is long at least; 137 may be the
 * kernel short of memory, and says nothing of the wire.
 */
final class Expiry {

    private static final int COREUTILS = 124;
    private static final int BUSYBOX = 143;
    private static final Duration SHORTEST = Duration.ofMillis(900);

    private Expiry() {}

    static boolean ended(RawRecord raw) {
        return raw.exitCode() == COREUTILS
                || (raw.exitCode() == BUSYBOX && raw.elapsed().compareTo(SHORTEST) >= 0);
    }

    static String detail(RawRecord raw) {
        return "no answer in " + raw.elapsed().toMillis() + " ms";
    }
}
