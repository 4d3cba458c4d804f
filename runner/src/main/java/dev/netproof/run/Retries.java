package dev.netproof.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Observation;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.run.Rounds.Shot;
import dev.netproof.verdict.Judge;

/**
 * Decides what to probe again: an allow that does not answer yet, a deny that was open, whatever taught nothing; until it is
 * as expected and stays so, or the edge's convergence window has ended.
 */
final class Retries {

    /** A leak is over when as many attempts in a row were closed. */
    private static final int STABLE = 2;

    private final Judge judge;
    private final Rounds rounds;

    Retries(Judge judge, Rounds rounds) {
        this.judge = judge;
        this.rounds = rounds;
    }

    /** What is due for another attempt at this moment. */
    List<Shot> due(Collection<Probed> edges, Instant now) {
        List<Shot> due = new ArrayList<>();
        for (Probed edge : edges) {
            Expectation expected = judge.expected(edge.edge());
            for (Path path : edge.paths()) {
                List<Attempt> attempts = rounds.attempts(path.probe());
                if (!attempts.isEmpty() && windowIsOpen(edge.edge().convergence(), attempts, now)
                        && unsettled(expected, path, attempts)) {
                    due.add(new Shot(edge.pod(), path.probe()));
                }
            }
        }
        return due;
    }

    private static boolean windowIsOpen(Duration window, List<Attempt> attempts, Instant now) {
        return now.isBefore(attempts.get(0).raw().startedAt().plus(window));
    }

    private static boolean unsettled(Expectation expected, Path path, List<Attempt> attempts) {
        Observation last = attempts.get(attempts.size() - 1).observation();
        return switch (last) {
            case Observation.Connected connected -> expected == Expectation.DENY;
            case Observation.Closed closed -> expected == Expectation.ALLOW ? path.serving() : leakMayReturn(attempts);
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
}
