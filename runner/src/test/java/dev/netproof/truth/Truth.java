package dev.netproof.truth;

import dev.netproof.probe.NcSays;
import org.jspecify.annotations.Nullable;

/**
 * What really became of a connection.
 *
 * @param at when it was tried
 * @param receiver uid of the pod that had the address then; null when none had
 * @param passes whether the policies, as they are enforced, would have let it pass to that pod
 * @param listening whether that pod listened, and its network worked
 * @param cause why it came to what it came to
 */
record Truth(NcSays says, Cause cause, long at, @Nullable String receiver, boolean passes, boolean listening) {

    enum Cause {
        /** It was received and answered. */
        ANSWERED,
        /** A policy closes it. */
        POLICY,
        /** The source's network was dead. */
        SOURCE,
        /** The target's network was dead, or it did not listen. */
        TARGET,
        /** Nobody had the address, or a pod that has nothing to do with the edge. */
        NOBODY,
        /** No endpoint of the service took traffic. */
        NO_ENDPOINT,
        /** Something beside the source accepted it. */
        PROXY
    }

    /** Of a connection whose first packet came to nothing and was sent again: what it came to, or else what really denied it. */
    Truth orAgain(Truth again) {
        return again.says() == NcSays.TIMEOUT && isDenial() && !again.isDenial() ? this : again;
    }

    /** Whether a policy closes it, and nothing else does. */
    boolean isDenial() {
        return cause == Cause.POLICY && listening;
    }
}
