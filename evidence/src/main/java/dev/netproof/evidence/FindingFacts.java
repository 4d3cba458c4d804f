package dev.netproof.evidence;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What was found, by what it refers to. Whoever wants a sentence has it made of this. */
public sealed interface FindingFacts {

    /** The name of what was found, which follows from the facts. */
    FindingId id();

    /**
     * A path that must be closed was open.
     *
     * @param seen when it was open first
     * @param opens how many of its attempts were open
     * @param declared what policies say of the path
     */
    record Opened(Endpoint endpoint, Observation seen, int opens, int attempts,
            Declared declared) implements FindingFacts {

        @Override
        public FindingId id() {
            return switch (declared.decision()) {
                case ALLOWED -> FindingId.OVER_PERMISSIVE;
                case DENIED -> FindingId.NOT_ENFORCED;
                case UNKNOWN -> FindingId.LEAK;
            };
        }
    }

    /**
     * A path that must be open is closed, by policies or for all that is known.
     *
     * @param seen at the last attempt
     * @param declared what policies say of the path; not that they allow it
     */
    record Shut(Endpoint endpoint, Observation.Closed seen, Declared declared) implements FindingFacts {
        public Shut {
            if (declared.decision() == Declared.Decision.ALLOWED) {
                throw new IllegalArgumentException("what policies allow is closed by a fault");
            }
        }

        @Override
        public FindingId id() {
            return declared.decision() == Declared.Decision.DENIED ? FindingId.MISSING_ALLOW : FindingId.BLOCKED;
        }
    }

    /**
     * A path that must be open is closed, and no policy closes it.
     *
     * @param seen at the last attempt
     * @param allowed whether policies say that it is open; else they have no say, since nothing stands behind the address
     */
    record Faulty(Endpoint endpoint, Observation.Closed seen, boolean allowed, Fault fault) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.NOT_POLICY;
        }
    }

    /** A path is open as expected, although policies deny it. */
    record OpenThoughDenied(Endpoint endpoint, Declared declared) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.NOT_ENFORCED;
        }
    }

    /** A path is closed as expected, although policies allow it. */
    record ClosedThoughAllowed(Endpoint endpoint) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.BLOCKED_ELSEWHERE;
        }
    }

    /**
     * A path that must be open became so.
     *
     * @param attempts until then, that one included
     * @param after from the start of the first to the end of that one
     */
    record OpenedLate(Endpoint endpoint, int attempts, Duration after) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.LATE;
        }
    }

    /**
     * A path that must be closed became so.
     *
     * @param after from the start of the first attempt to the end of the first that was closed for good
     */
    record ClosedLate(Endpoint endpoint, Duration after) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.LATE;
        }
    }

    /** A path is closed, and nothing proved that its target was listening. */
    record Uncontrolled(Endpoint endpoint, @Nullable Grounds target) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.UNCONTROLLED_DENY;
        }
    }

    /** The address of a Service is closed, and no endpoint stands behind it that could be shown to listen. */
    record NoEndpoint(Endpoint service) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.UNCONTROLLED_DENY;
        }
    }

    /** A path is closed, and its target takes no traffic now. */
    record Idle(Endpoint endpoint, @Nullable Grounds target) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.UNCONTROLLED_DENY;
        }
    }

    /** A path is closed to every source that tried. */
    record ClosedForEveryone(Endpoint endpoint, Grounds target) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.CLOSED_FOR_EVERYONE;
        }
    }

    /** What was seen of a path says neither that it is open nor that it is closed. */
    record Unclear(Endpoint endpoint, Observation seen) implements FindingFacts {

        @Override
        public FindingId id() {
            return switch (seen) {
                case Observation.Connected connected -> FindingId.UNDETERMINED;
                case Observation.Undetermined undetermined ->
                    undetermined.stage() == Stage.DNS ? FindingId.UNRESOLVED : FindingId.UNDETERMINED;
                case Observation.Closed closed -> FindingId.UNANSWERED;
                case Observation.Unreadable unreadable -> FindingId.UNREADABLE;
            };
        }
    }

    /** A control of the source's network did not prove that it worked. */
    record NoNetwork(Grounds source) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.NO_SOURCE_NETWORK;
        }
    }

    /** Something near the source accepts every connection, or may. */
    record Proxied(Grounds negative) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.TRANSPARENT_PROXY;
        }
    }

    /** The canary saw no policy enforced. */
    record Unenforced(Grounds enforcement) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.ENFORCEMENT_UNSEEN;
        }
    }

    /** The pod behind an address changed while it was probed. */
    record Changed(Endpoint endpoint, TargetChange change) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.TARGET_CHANGED;
        }
    }

    /** Every endpoint of the target went away while it was probed. */
    record AllGone() implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.TARGET_CHANGED;
        }
    }

    /** Policies about the edge changed after its last attempt. */
    record Unsettled(List<PolicyChange> changes) implements FindingFacts {
        public Unsettled {
            changes = List.copyOf(changes);
        }

        @Override
        public FindingId id() {
            return FindingId.POLICIES_CHANGED;
        }
    }

    /**
     * The edge could not be tried.
     *
     * @param quote why, in the words of whoever refused: the planner, the cluster or a node
     * @param remedy what they say to do about it; may be empty
     */
    record NotTried(String quote, String remedy) implements FindingFacts {

        @Override
        public FindingId id() {
            return FindingId.NOT_TRIED;
        }
    }

    /**
     * An exception ends soon, or has ended.
     *
     * @param last its last day, UTC
     * @param over whether that day is gone
     * @param owner who answers for it; null if nobody does
     */
    record ExceptionEnds(LocalDate last, boolean over, @Nullable String owner) implements FindingFacts {

        @Override
        public FindingId id() {
            return over ? FindingId.EXCEPTION_EXPIRED : FindingId.EXCEPTION_ENDS_SOON;
        }
    }
}
