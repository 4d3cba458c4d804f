package dev.netproof.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

import dev.netproof.classify.Classifier;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Stage;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import dev.netproof.probe.ProbeField;
import dev.netproof.verdict.WireLog;

/** Plays the rounds of a run one after the other, and remembers every attempt. Not thread-safe. */
final class Rounds {

    private final ProbeField field;
    private final Map<String, ProbePod> pods;
    private final WireLog log;
    private final Attempts attempts;
    private final Classifier classifier = new Classifier();
    private int played;

    /** A probe and the key of the pod it starts from. */
    record Shot(String pod, Probe probe) {}

    Rounds(ProbeField field, Map<String, ProbePod> pods, WireLog log, Attempts attempts) {
        this.field = field;
        this.pods = Map.copyOf(pods);
        this.log = log;
        this.attempts = attempts;
    }

    /** Plays one round; those whose pod does not run are left out. */
    void play(Collection<Shot> shots) {
        Map<String, List<Probe>> probes = new LinkedHashMap<>();
        Map<String, Shot> byId = new HashMap<>();
        for (Shot shot : shots) {
            if (pods.containsKey(shot.pod())) {
                probes.computeIfAbsent(shot.pod(), pod -> new ArrayList<>()).add(shot.probe());
                byId.put(shot.probe().id(), shot);
            }
        }
        if (probes.isEmpty()) {
            return;
        }
        played++;
        for (RawRecord raw : field.round(probes, Set.of()).records()) {
            Shot shot = byId.get(raw.probe());
            if (shot != null) {
                remember(shot, raw);
            }
        }
    }

    private void remember(Shot shot, RawRecord raw) {
        Probe probe = shot.probe();
        ProbePod pod = pods.get(shot.pod());
        if (pod == null) {
            return;
        }
        Attempt attempt = new Attempt(played, pod, probe.endpoint(), raw, observe(probe, raw),
                classifier.stages(raw).orElse(null));
        attempts.add(probe, attempt);
        log.add(attempt);
    }

    /** Where the matrix says which statuses count as let through, any other is a refusal above the transport. */
    private Observation observe(Probe probe, RawRecord raw) {
        Observation seen = classifier.classify(probe.ask().kind(), probe.proxy() != null, raw);
        if (seen instanceof Observation.Connected && probe.ask() instanceof Ask.Request request
                && !request.expectStatus().isEmpty()) {
            OptionalInt status = classifier.httpStatus(raw);
            if (status.isEmpty() || !request.expectStatus().contains(status.getAsInt())) {
                String answer = status.isEmpty() ? "no HTTP answer" : "HTTP " + status.getAsInt();
                return new Observation.Closed(Outcome.REFUSED, Stage.EXCHANGE,
                        answer + ", and only " + new TreeSet<>(request.expectStatus()) + " counts as let through");
            }
        }
        return seen;
    }

    /** The attempts of a probe so far, in the order of their rounds. */
    List<Attempt> attempts(Probe probe) {
        return attempts.of(probe);
    }
}
