package dev.netproof.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.netproof.control.ControlLog;
import dev.netproof.control.Proof;
import dev.netproof.control.Standing;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EdgeKey;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.TargetChange;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.plan.Incarnations;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Awaiting;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.probe.ProbeField.Launched;
import dev.netproof.verdict.Judge;
import dev.netproof.verdict.JudgementInput;

/** Puts together, for one edge after the other, what was tried and what backs it, and has it judged. */
final class EdgeAssembly {

    private final Launched pods;
    private final Map<EdgeKey, TrackedEdge> tracked;
    private final AttemptIndex attempts;
    private final ControlLog log;
    private final Incarnations now;
    private final Map<String, String> silent;
    private final Control enforcement;
    private final Judge judge;
    private final EdgeRecord record;

    /**
     * Of edges that were probed.
     *
     * @param silent why pods were not asked from within whether they listen, by uid
     * @param enforcement whether this cluster was seen to enforce a policy
     */
    EdgeAssembly(Launched pods, List<TrackedEdge> probed, AttemptIndex attempts, ControlLog log, Incarnations now,
            Map<String, String> silent, Control enforcement, Judge judge, EdgeRecord record) {
        this.pods = pods;
        this.tracked = probed.stream().collect(Collectors.toMap(TrackedEdge::key, Function.identity()));
        this.attempts = attempts;
        this.log = log;
        this.now = now;
        this.silent = silent;
        this.enforcement = enforcement;
        this.judge = judge;
        this.record = record;
    }

    EdgeEvidence assemble(PlannedEdge planned) {
        return switch (planned) {
            case Obstructed(String matrix, Edge edge, Place target, String reason, String advice) ->
                notTried(planned, reason, advice);
            case Awaiting awaiting -> notTried(planned, "its stand-in was not launched", "Run it again.");
            case Mistaken(String matrix, Edge edge, Place target, String reason, String advice) ->
                notTried(planned, reason, advice);
            case Probed probed -> probed(probed);
        };
    }

    private EdgeEvidence notTried(PlannedEdge planned, String reason, String advice) {
        return record.notTried(planned, reason, advice, attempts.take(planned.key()));
    }

    private EdgeEvidence probed(Probed planned) {
        TrackedEdge edge = tracked.get(planned.key());
        ProbePod pod = pods.running().get(planned.pod());
        if (edge == null || pod == null) {
            return notTried(planned,
                    (isGuest(planned) ? "its ephemeral container did not start: " : "its probe pod did not start: ")
                            + pods.failed().getOrDefault(planned.pod(), "it was not part of the launch"),
                    "Look at the events of namespace " + planned.edge().source().identity().namespace() + ".");
        }
        List<Attempt> tried = attempts.take(edge.key());
        if (tried.isEmpty()) {
            return notTried(planned, "no probe of it was made", "Run it again.");
        }
        JudgementInput trial = trial(edge, pod, tried);
        List<Control> controls = new ArrayList<>();
        trial.proofs().values().stream().map(Proof::target).forEach(controls::add);
        controls.add(trial.source());
        controls.add(trial.negative());
        if (edge.isDenied()) {
            controls.add(enforcement);
        }
        return record.evidence(edge.planned(), judge.judge(trial), tried, controls);
    }

    private JudgementInput trial(TrackedEdge edge, ProbePod pod, List<Attempt> tried) {
        Set<Listener> idle = new HashSet<>();
        Set<Listener> answered = new HashSet<>();
        Set<Listener> taken = new HashSet<>();
        Map<Listener, TargetChange> gone = new HashMap<>();
        Map<Listener, Proof> proofs = new LinkedHashMap<>();
        Map<Listener, Declared> declared = new HashMap<>();
        Map<Listener, Attempt> last = new HashMap<>();
        tried.forEach(attempt -> last.put(attempt.endpoint().listener(), attempt));
        for (TrackedPath path : edge.paths()) {
            Endpoint endpoint = path.endpoint();
            Listener listener = endpoint.listener();
            declared.put(listener, path.path().declared());
            if (!path.path().serving()) {
                idle.add(listener);
            }
            if (log.isReachedByOthers(endpoint, pod)) {
                answered.add(listener);
            }
            TargetChange change = path.gone();
            if (change != null) {
                gone.put(listener, change);
            }
            if (path.isTaken()) {
                taken.add(listener);
            }
            Attempt attempt = last.get(listener);
            if (edge.isDenied() && !path.isGone() && endpoint.kind() != Endpoint.Kind.SERVICE
                    && attempt != null && attempt.observation() instanceof Observation.Closed) {
                proofs.put(listener, proof(path, pod, attempt));
            }
        }
        return new JudgementInput(edge.edge(), tried, idle, gone, taken, proofs, declared, answered,
                source(pod, proofs, tried),
                log.negative(pod), enforcement, edge.unsettled());
    }

    private Proof proof(TrackedPath path, ProbePod pod, Attempt attempt) {
        Endpoint endpoint = path.endpoint();
        Proof proof = log.proof(endpoint, pod, path.first(), attempt.round(),
                Standing.of(endpoint, path.asOf(), now));
        String reason = endpoint.podUid() == null ? null : silent.get(endpoint.podUid());
        return proof.target().proved() || reason == null ? proof : proof.because(reason);
    }

    /** Of a deny the weakest of what is known, since each attempt must be backed; of an allow the best. */
    private Control source(ProbePod pod, Map<Listener, Proof> proofs, List<Attempt> tried) {
        return proofs.values().stream().map(Proof::source).filter(control -> !control.proved()).findFirst()
                .or(() -> proofs.values().stream().map(Proof::source).findFirst())
                .or(() -> tried.stream().map(attempt -> log.source(pod, attempt.round())).filter(Control::proved)
                        .findFirst())
                .orElseGet(() -> log.source(pod, tried.get(tried.size() - 1).round()));
    }

    private static boolean isGuest(Probed edge) {
        return edge.edge().source().identity() instanceof Identity.OfPods;
    }
}
