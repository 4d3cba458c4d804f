package dev.netproof.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.canary.Flight;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.ProbePod;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.plan.Plan.SourceControl;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Awaiting;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.plan.PodReadiness;
import dev.netproof.verdict.Judge;
import dev.netproof.verdict.TargetControl;
import dev.netproof.verdict.Trial;

/** Puts together, for one edge after the other, what was tried and what backs it, and has it judged. */
final class EdgeAssembly {

    private final Harvest harvest;
    private final Flight flight;
    private final Judge judge;
    private final EdgeRecord record;
    private final PodReadiness before;
    private final PodReadiness after;

    EdgeAssembly(Harvest harvest, Flight flight, Judge judge, Instant now) {
        this.harvest = harvest;
        this.flight = flight;
        this.judge = judge;
        this.record = new EdgeRecord(judge, now);
        this.before = new PodReadiness(harvest.before());
        this.after = new PodReadiness(harvest.after());
    }

    EdgeEvidence assemble(PlannedEdge planned) {
        return switch (planned) {
            case Obstructed(String matrix, Edge edge, String target, String reason, String advice) ->
                notTried(planned, reason, advice);
            case Awaiting awaiting -> notTried(planned, "its stand-in was not launched", "Run it again.");
            case Mistaken(String matrix, Edge edge, String target, String reason, String advice) ->
                notTried(planned, reason, advice);
            case Probed probed -> probed(probed);
        };
    }

    /** The evidence of an edge of which nothing was learned. */
    EdgeEvidence notTried(PlannedEdge planned, String reason, String advice) {
        return record.notTried(planned, reason, advice, List.of());
    }

    private EdgeEvidence probed(Probed edge) {
        ProbePod pod = harvest.pods().running().get(edge.pod());
        if (pod == null) {
            return notTried(edge,
                    (isGuest(edge) ? "its ephemeral container did not start: " : "its probe pod did not start: ")
                            + harvest.pods().failed().getOrDefault(edge.pod(), "it was not part of the launch"),
                    "Look at the events of namespace " + edge.edge().source().identity().namespace() + ".");
        }
        List<Attempt> attempts = new ArrayList<>();
        Set<String> idle = new HashSet<>();
        Map<String, TargetControl> targets = new HashMap<>();
        Map<String, Declared> declared = new HashMap<>();
        for (Path path : edge.paths()) {
            List<Attempt> tried = harvest.attempts().of(path.probe());
            attempts.addAll(tried);
            Endpoint endpoint = path.probe().endpoint();
            declared.put(endpoint.tuple(), path.declared());
            if (!path.serving()) {
                idle.add(endpoint.tuple());
            }
            if (needsControl(edge, endpoint, tried)) {
                targets.put(endpoint.tuple(), control(pod, endpoint, tried));
            }
        }
        if (attempts.isEmpty()) {
            return notTried(edge, "no probe of it was made", "Run it again.");
        }
        attempts.sort(Comparator.comparingInt(Attempt::round));
        Trial trial = new Trial(edge.edge(), attempts, idle, targets, declared, sourceControl(pod, edge),
                negativeControl(edge));
        List<Control> controls = new ArrayList<>();
        targets.values().stream().map(TargetControl::control).forEach(controls::add);
        controls.add(trial.source());
        controls.add(trial.negative());
        return record.evidence(edge, judge.judge(trial), attempts, controls);
    }

    private static boolean isGuest(Probed edge) {
        return edge.edge().source().identity() instanceof Identity.OfPods;
    }

    private boolean needsControl(Probed edge, Endpoint endpoint, List<Attempt> tried) {
        return judge.expected(edge.edge()) == Expectation.DENY && endpoint.kind() != Endpoint.Kind.SERVICE
                && tried.stream().anyMatch(a -> a.observation() instanceof Observation.Closed);
    }

    private TargetControl control(ProbePod pod, Endpoint endpoint, List<Attempt> tried) {
        List<Integer> closed = tried.stream()
                .filter(a -> a.observation() instanceof Observation.Closed)
                .map(Attempt::round)
                .toList();
        String uid = endpoint.podUid();
        boolean ready = uid != null && ready(before, uid, endpoint) && ready(after, uid, endpoint);
        TargetControl backing = harvest.log().control(endpoint, pod, closed, ready);
        String silent = uid == null ? null : harvest.silent().get(uid);
        return backing.control().proved() || silent == null ? backing : backing.because(silent);
    }

    private static boolean ready(PodReadiness readiness, String uid, Endpoint endpoint) {
        return readiness.of(uid, endpoint.port(), endpoint.protocol()) == Readiness.PROVED;
    }

    private Control sourceControl(ProbePod pod, Probed edge) {
        if (harvest.log().reachedSomething(pod)) {
            return new Control(Control.Kind.SOURCE_REACHED, pod.name(), true, "the probe pod reached a listener");
        }
        boolean byNode = edge.paths()
                .stream()
                .map(path -> path.probe().endpoint().node())
                .allMatch(node -> flight.connected(pod.node(), node == null ? flight.serverNode() : node));
        return byNode
                ? new Control(Control.Kind.SOURCE_REACHED, pod.name(), true,
                        "the canary on the same node reached a listener")
                : new Control(Control.Kind.SOURCE_REACHED, pod.name(), false,
                        "neither an edge, nor the cluster's DNS, nor its API");
    }

    private Control negativeControl(Probed edge) {
        for (SourceControl control : harvest.plan().sourceControls()) {
            if (control.kind() == SourceControl.Kind.NEGATIVE && control.pod().equals(edge.pod())) {
                for (Attempt attempt : harvest.attempts().of(control.probe())) {
                    return negative(control.probe().endpoint().tuple(), attempt.observation());
                }
            }
        }
        return new Control(Control.Kind.NEGATIVE, edge.pod(), true, "not tried");
    }

    private static Control negative(String nowhere, Observation seen) {
        return seen instanceof Observation.Connected
                ? new Control(Control.Kind.NEGATIVE, nowhere, false,
                        "a connection to " + nowhere + ", where nothing is, was accepted")
                : new Control(Control.Kind.NEGATIVE, nowhere, true, "nothing answered there, as it must be");
    }
}
