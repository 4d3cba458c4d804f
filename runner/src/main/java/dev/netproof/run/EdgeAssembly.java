package dev.netproof.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import dev.netproof.evidence.Party;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Verdict;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.plan.Plan.SourceControl;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.plan.PodReadiness;
import dev.netproof.verdict.Judge;
import dev.netproof.verdict.TargetControl;
import dev.netproof.verdict.Trial;

/** Puts together, for one edge after the other, what was tried and what backs it, has it judged, and writes it down. */
final class EdgeAssembly {

    private final Harvest harvest;
    private final Flight flight;
    private final Judge judge;
    private final Instant now;
    private final PodReadiness before;
    private final PodReadiness after;

    EdgeAssembly(Harvest harvest, Flight flight, Judge judge, Instant now) {
        this.harvest = harvest;
        this.flight = flight;
        this.judge = judge;
        this.now = now;
        this.before = new PodReadiness(harvest.before());
        this.after = new PodReadiness(harvest.after());
    }

    EdgeEvidence assemble(PlannedEdge planned) {
        return switch (planned) {
            case Obstructed(String matrix, Edge edge, String target, String reason, String advice) ->
                notTried(planned, reason, advice);
            case Mistaken(String matrix, Edge edge, String target, String reason, String advice) ->
                notTried(planned, reason, advice);
            case Probed probed -> probed(probed);
        };
    }

    /** The evidence of an edge of which nothing was learned. */
    EdgeEvidence notTried(PlannedEdge planned, String reason, String advice) {
        return evidence(planned, probeKind(planned), judge.notTried(planned.edge(), reason, advice), List.of(),
                List.of(), List.of());
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

    private EdgeEvidence probed(Probed edge) {
        ProbePod pod = harvest.pods().running().get(edge.pod());
        if (pod == null) {
            return notTried(edge,
                    "its probe pod did not start: "
                            + harvest.pods().failed().getOrDefault(edge.pod(), "it was not part of the launch"),
                    "Look at the events of namespace " + edge.edge().source().identity().namespace() + ".");
        }
        List<Attempt> attempts = new ArrayList<>();
        Set<String> idle = new HashSet<>();
        Map<String, TargetControl> targets = new HashMap<>();
        Map<String, Declared> declared = new LinkedHashMap<>();
        for (Path path : edge.paths()) {
            List<Attempt> tried = harvest.rounds().attempts(path.probe());
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
        return evidence(edge, probeKind(edge), judge.judge(trial), List.copyOf(declared.values()), attempts, controls);
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
        return harvest.log().control(endpoint, pod.name(), closed, ready);
    }

    private static boolean ready(PodReadiness readiness, String uid, Endpoint endpoint) {
        return readiness.of(uid, endpoint.port(), endpoint.protocol()) == Readiness.PROVED;
    }

    private Control sourceControl(ProbePod pod, Probed edge) {
        if (harvest.log().reachedSomething(pod.name())) {
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
                for (Attempt attempt : harvest.rounds().attempts(control.probe())) {
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

    private EdgeEvidence evidence(PlannedEdge planned, ProbeKind kind, Verdict verdict, List<Declared> declared,
            List<Attempt> attempts, List<Control> controls) {
        Edge edge = planned.edge();
        Instant start = attempts.stream().map(a -> a.raw().startedAt()).min(Comparator.naturalOrder()).orElse(now);
        Instant end = attempts.stream()
                .map(a -> a.raw().startedAt().plus(a.raw().elapsed()))
                .max(Comparator.naturalOrder())
                .orElse(start);
        return new EdgeEvidence(planned.matrix(), edge.id(), edge.position(),
                new Party(edge.source().peer(), describe(edge.source().identity())),
                new Party(edge.destination().peer(), planned.target() + proxy(edge)), edge.port().toString(), kind,
                judge.expected(edge), edge.mode(), edge.severity(), edge.tags(), edge.governance(), verdict, declared,
                attempts,
                controls, start, Duration.between(start, end));
    }

    private static String proxy(Edge edge) {
        return edge.via() == null ? "" : " via " + edge.via().proxy().peer();
    }

    private static String describe(Identity identity) {
        return switch (identity) {
            case Identity.Labelled labelled -> "labels " + labelled.labels() + " in " + labelled.namespace();
            case Identity.OfWorkload of -> of.kind().word() + "/" + of.name() + " in " + of.namespace();
        };
    }
}
