package dev.netproof.run;

import java.time.Duration;
import java.util.List;

import dev.netproof.control.ControlLog;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Observation;
import dev.netproof.plan.PlannedEdge.Readiness;

/**
 * Decides what to probe again: an allow that does not answer yet, a deny that was open or that nothing backs yet, whatever taught
 * nothing; until it is as expected and stays so, or the edge's convergence window has ended.
 */
final class Retries {

    /** A leak is over when as many attempts in a row were closed. */
    private static final int STABLE = 2;

    private final AttemptIndex attempts;
    private final ControlLog log;

    Retries(AttemptIndex attempts, ControlLog log) {
        this.attempts = attempts;
        this.log = log;
    }

    /**
     * The paths that are due for another attempt at this moment.
     *
     * @param now since the start of the run
     */
    List<TrackedPath> due(TrackedEdge edge, Duration now) {
        return edge.live().stream().filter(path -> isDue(edge, path, now)).toList();
    }

    private boolean isDue(TrackedEdge edge, TrackedPath path, Duration now) {
        List<Attempt> all = attempts.of(edge.key(), path.endpoint().listener());
        List<Attempt> counting = all.stream().filter(attempt -> attempt.round() >= path.first()).toList();
        if (counting.isEmpty()) {
            return true;
        }
        boolean windowIsOpen = now.compareTo(counting.get(0).since().plus(edge.edge().convergence())) < 0;
        return (windowIsOpen && isUnsettled(edge, path, all))
                || (counting.size() == 1 && isDeniedUnbacked(edge, path, all));
    }

    /** The first attempt alone backs nothing where it needs a witness: a second one belongs to it, whatever its window. */
    private boolean isDeniedUnbacked(TrackedEdge edge, TrackedPath path, List<Attempt> all) {
        Attempt last = all.getLast();
        return edge.isDenied() && last.observation() instanceof Observation.Closed && mayYetBeBacked(path, last);
    }

    private boolean isUnsettled(TrackedEdge edge, TrackedPath path, List<Attempt> all) {
        Attempt last = all.get(all.size() - 1);
        return switch (last.observation()) {
            case Observation.Connected connected -> edge.isDenied() || !connected.answered();
            case Observation.Closed closed -> edge.isDenied()
                    ? leakMayReturn(all) || mayYetBeBacked(path, last)
                    : path.path().serving();
            case Observation.Undetermined undetermined -> true;
            case Observation.Unreadable unreadable -> true;
        };
    }

    private static boolean leakMayReturn(List<Attempt> attempts) {
        boolean leaked = attempts.stream().anyMatch(a -> a.observation() instanceof Observation.Connected);
        return leaked && !attempts.subList(Math.max(0, attempts.size() - STABLE), attempts.size())
                .stream()
                .allMatch(a -> a.observation() instanceof Observation.Closed);
    }

    /** Whether the denied attempt lacks a proof that another one might have. */
    private boolean mayYetBeBacked(TrackedPath path, Attempt last) {
        Endpoint endpoint = path.endpoint();
        return endpoint.kind() != Endpoint.Kind.SERVICE
                && (log.mayYetBeAlive(endpoint, last.source(), path.first(), last.round())
                        || (path.path().readiness() != Readiness.PROVED
                                && log.mayYetBeWitnessed(endpoint, last.source(), path.first(), last.round())));
    }
}
