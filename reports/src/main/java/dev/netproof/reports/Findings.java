package dev.netproof.reports;

import dev.netproof.evidence.FindingId;

/** What findings are called where a person reads them. */
final class Findings {
    private Findings() {}

    static String title(FindingId finding) {
        return switch (finding) {
            case LEAK -> "Leak: open, and must be closed";
            case NOT_ENFORCED -> "Not enforced: policies deny it, and the wire lets it pass";
            case OVER_PERMISSIVE -> "Over-permissive: a policy allows what must be denied";
            case MISSING_ALLOW -> "Missing allow: no policy allows what must be allowed";
            case NOT_POLICY -> "Not policy: policies allow it, and something else closes it";
            case BLOCKED_ELSEWHERE -> "Blocked elsewhere: policies allow it, and something else closes it";
            case BLOCKED -> "Blocked: closed, and must be open";
            case UNCONTROLLED_DENY -> "Uncontrolled deny: closed, but nothing proved that the target listens";
            case CLOSED_FOR_EVERYONE -> "Closed for everyone: no source at all reached the target";
            case UNREADABLE -> "Unreadable: a tool failed or printed what is not understood";
            case UNRESOLVED -> "Unresolved: a name on the way to the target did not resolve";
            case UNDETERMINED -> "Undetermined: connected, and nothing above the transport says open or closed";
            case NO_SOURCE_NETWORK -> "No source network: nothing proved that the source's network worked at that time";
            case TRANSPARENT_PROXY -> "Transparent proxy: something accepts every connection of the source";
            case ENFORCEMENT_UNSEEN -> "Enforcement unseen: closed, in a cluster that was not seen to enforce a policy";
            case UNANSWERED -> "Unanswered: nothing came back over UDP, which proves neither open nor closed";
            case TARGET_CHANGED -> "Target changed: its pod went away or became another while it was probed";
            case POLICIES_CHANGED -> "Policies changed after the last attempt";
            case NOT_TRIED -> "Not tried: the edge could not be probed";
            case LATE -> "Late: as expected only after a while";
            case EXCEPTION_EXPIRED -> "Exception expired: the time it was granted for is over";
            case EXCEPTION_ENDS_SOON -> "Exception ends soon: within 14 days";
        };
    }
}
