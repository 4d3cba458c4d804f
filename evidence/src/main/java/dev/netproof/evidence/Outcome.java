package dev.netproof.evidence;

/** What one probe met, before anything is expected of it. */
public enum Outcome {
    /** The target answered at the transport layer, whatever it said above it. */
    SUCCESS,
    /** No answer in time: dropped on the way, or the host is gone. */
    TIMEOUT,
    /** Refused at once: nothing listens there, or the engine rejects what it denies. The tools cannot tell which. */
    REFUSED,
    /** No route, unreachable or administratively prohibited. */
    UNREACHABLE,
    /** Neither open nor closed: a name did not resolve, or what was asked above the transport was not affirmed. */
    UNDETERMINED,
    /** Nothing was learned: the tool or the exec failed. */
    UNREADABLE
}
