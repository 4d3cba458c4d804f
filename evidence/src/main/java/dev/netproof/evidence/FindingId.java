package dev.netproof.evidence;

import java.util.Locale;

/** The names of findings, the same in every output. */
public enum FindingId {
    /** Expected denied, seen open, and what is declared is not known. */
    LEAK,
    /** Expected denied, declared denied, seen open: the engine does not do what the API says. */
    NOT_ENFORCED,
    /** Expected denied, seen open: a policy allows it. */
    OVER_PERMISSIVE,
    /** Expected allowed, seen closed, and what is declared is not known. */
    BLOCKED,
    /** Expected allowed, seen closed: the policies do not allow it. */
    MISSING_ALLOW,
    /** Expected allowed, declared allowed, seen closed: no policy is to blame. */
    NOT_POLICY,
    /** Closed as expected, although the policies allow it: something else closes it. */
    BLOCKED_ELSEWHERE,
    /** Seen closed as expected, but nothing proved that the target was listening. */
    UNCONTROLLED_DENY,
    /** Seen closed as expected, but closed to every source that tried. */
    CLOSED_FOR_EVERYONE,
    /** A tool failed or printed what is not understood. */
    UNREADABLE,
    /** A name on the way to the target did not resolve. */
    UNRESOLVED,
    /** Connected, and nothing above the transport said that it is open, or that it is closed. */
    UNDETERMINED,
    /** The source reached nothing at all, so what it could not reach says nothing. */
    NO_SOURCE_NETWORK,
    /** Something near the source accepts every connection. */
    TRANSPARENT_PROXY,
    /** Seen closed as expected, but no policy was seen to be enforced in this cluster. */
    ENFORCEMENT_UNSEEN,
    /** Nothing came back over UDP, which a drop and a listener that never answers have in common. */
    UNANSWERED,
    /** The pod behind an address went away, or became another one, while it was probed. */
    TARGET_CHANGED,
    /** Policies about this edge changed after its last attempt. */
    POLICIES_CHANGED,
    /** The edge could not be tried. */
    NOT_TRIED,
    /** Became as expected only after a while. */
    LATE,
    /** The time an exception was granted for is over. */
    EXCEPTION_EXPIRED,
    /** The time an exception was granted for ends within 14 days. */
    EXCEPTION_ENDS_SOON;

    /** The name in reports: {@code uncontrolled-deny}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
