package dev.netproof.classify;

import java.util.Set;
import java.util.TreeSet;

import dev.netproof.evidence.ProbeKind;

/**
 * What was asked of the target, as far as its answer is read by it.
 *
 * @param viaProxy whether a proxy was asked to connect to the target
 * @param expectStatus the HTTP statuses that count as let through; empty for any
 * @param expectAnswer what a datagram from the target must hold to satisfy an allow, a character for each byte; empty for
 * anything
 */
public record Question(ProbeKind kind, boolean viaProxy, Set<Integer> expectStatus, String expectAnswer) {

    public Question {
        expectStatus = Set.copyOf(expectStatus);
    }

    /** Content with any answer. */
    public static Question of(ProbeKind kind, boolean viaProxy) {
        return new Question(kind, viaProxy, Set.of(), "");
    }

    boolean anyStatus() {
        return expectStatus.isEmpty();
    }

    /** {@code only [200, 204] counts as let through}. */
    String condition() {
        return "only " + new TreeSet<>(expectStatus) + " counts as let through";
    }
}
