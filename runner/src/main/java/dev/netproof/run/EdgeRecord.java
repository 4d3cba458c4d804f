package dev.netproof.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Convergence;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Verdict;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.verdict.Judge;
import org.jspecify.annotations.Nullable;

/**
 * Writes down an edge as evidence.
 *
 * @param now for edges that were never tried
 */
record EdgeRecord(Judge judge, Instant now) {

    /** An edge of which nothing was learned, with whatever was tried. */
    EdgeEvidence notTried(PlannedEdge planned, String reason, String advice, List<Attempt> attempts) {
        return evidence(planned, judge.notTried(planned.edge(), reason, advice), attempts, List.of());
    }

    EdgeEvidence evidence(PlannedEdge planned, Verdict verdict, List<Attempt> attempts, List<Control> controls) {
        Edge edge = planned.edge();
        Instant start = attempts.stream().map(a -> a.raw().startedAt()).min(Comparator.naturalOrder()).orElse(now);
        // By the clock that only goes forward: that of the day may have been set meanwhile.
        Duration first = attempts.stream().map(Attempt::since).min(Comparator.naturalOrder()).orElse(Duration.ZERO);
        Duration last = attempts.stream().map(Attempt::until).max(Comparator.naturalOrder()).orElse(first);
        return new EdgeEvidence(planned.matrix(), edge.id(), edge.position(),
                new Party(edge.source().peer(), place(edge.source().identity())),
                new Party(edge.destination().peer(), planned.target(), proxy(edge)), edge.port().toString(),
                probeKind(planned), judge.expected(edge), edge.mode(), edge.severity(), edge.tags(), edge.governance(),
                verdict, declared(planned), attempts, controls, start, last.minus(first),
                convergence(edge, verdict, attempts, first));
    }

    private Convergence convergence(Edge edge, Verdict verdict, List<Attempt> attempts, Duration first) {
        int rounds = (int) attempts.stream().mapToInt(Attempt::round).distinct().count();
        if (rounds == 0 || verdict.result() != Verdict.Result.CONFORMS) {
            return new Convergence(edge.convergence(), rounds, null);
        }
        return new Convergence(edge.convergence(), rounds,
                settled(edge, attempts).map(last -> last.minus(first)).orElse(Duration.ZERO));
    }

    /** When the last path became as expected for good; empty when each was from the first attempt. */
    private Optional<Duration> settled(Edge edge, List<Attempt> attempts) {
        Set<Endpoint> late = new HashSet<>();
        Map<Endpoint, Duration> settled = new HashMap<>();
        for (Attempt attempt : attempts) {
            if (asExpected(edge, attempt)) {
                settled.putIfAbsent(attempt.endpoint(), attempt.since());
            } else {
                settled.remove(attempt.endpoint());
                late.add(attempt.endpoint());
            }
        }
        settled.keySet().retainAll(late);
        return settled.values().stream().max(Comparator.naturalOrder());
    }

    private boolean asExpected(Edge edge, Attempt attempt) {
        return switch (attempt.observation()) {
            case Observation.Connected connected ->
                judge.expected(edge) == Expectation.ALLOW && connected.answered();
            case Observation.Closed closed -> judge.expected(edge) == Expectation.DENY;
            case Observation.Undetermined undetermined -> false;
            case Observation.Unreadable unreadable -> false;
        };
    }

    private static List<Declared> declared(PlannedEdge planned) {
        return planned instanceof Probed probed ? probed.paths().stream().map(Path::declared).toList() : List.of();
    }

    private static ProbeKind probeKind(PlannedEdge planned) {
        if (planned instanceof Probed probed) {
            return probed.paths().get(0).probe().ask().kind();
        }
        if (planned.edge().ask() != null) {
            return planned.edge().ask().kind();
        }
        return planned.edge().port().protocol() == Protocol.UDP ? ProbeKind.UDP : ProbeKind.TCP;
    }

    private static @Nullable String proxy(Edge edge) {
        return edge.via() == null ? null : edge.via().proxy().peer();
    }

    private static Place place(Identity identity) {
        return switch (identity) {
            case Identity.Labelled(String namespace, Map<String, String> labels) ->
                new Place.Labels(namespace, labels);
            case Identity.OfWorkload(String namespace, WorkloadKind kind, String name) ->
                new Place.Workload(kind.word(), namespace, name);
            case Identity.OfPods(String namespace, PodSelection pods) -> new Place.Within(switch (pods) {
                case PodSelection.Labelled(Map<String, String> labels) -> new Place.Pods(namespace, labels);
                case PodSelection.OfWorkload(WorkloadKind kind, String name) ->
                    new Place.Workload(kind.word(), namespace, name);
            });
        };
    }
}
