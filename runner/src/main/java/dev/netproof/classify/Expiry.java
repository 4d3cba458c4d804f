package dev.netproof.classify;

import java.util.Set;

import dev.netproof.evidence.RawRecord;

/** Tells that {@code timeout} ended a tool: exit 124 of coreutils, 143 of BusyBox, 137 when it had to kill. */
final class Expiry {

    private static final Set<Integer> CODES = Set.of(124, 143, 137);

    private Expiry() {}

    static boolean ended(RawRecord raw) {
        return CODES.contains(raw.exitCode());
    }

    static String detail(RawRecord raw) {
        return "no answer in " + raw.elapsed().toMillis() + " ms";
    }
}
