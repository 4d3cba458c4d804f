package dev.netproof.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

import dev.netproof.classify.Classifier;
import dev.netproof.control.ControlLog;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Stage;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import dev.netproof.probe.ProbeField;
import dev.netproof.probe.Round;
import dev.netproof.time.Ticker;

/** Plays the rounds of a run one after the other, and tells the control log of each attempt. Not thread-safe. */
final class Rounds {

    private final ProbeField field;
    private final Map<String, ProbePod> pods;
    private final ControlLog log;
    private final InstantSource clock;
    private final Ticker ticker;
    private final long began;
    private final Classifier classifier = new Classifier();
    private int played;

    /** @param began when the run did, by the ticker */
    Rounds(ProbeField field, Map<String, ProbePod> pods, ControlLog log, InstantSource clock, Ticker ticker,
            long began) {
        this.field = field;
        this.pods = Map.copyOf(pods);
        this.log = log;
        this.clock = clock;
        this.ticker = ticker;
        this.began = began;
    }

    /** The number of the newest round; 0 before the first. */
    int played() {
        return played;
    }

    boolean runs(String pod) {
        return pods.containsKey(pod);
    }

    /** How long ago the run began. */
    Duration elapsed() {
        return ticker.since(began);
    }

    /**
     * Plays one round; shots whose pod does not run are left out.
     *
     * @param awaited keys of pods whose exec goes on until the kubelet has reached them, if it does soon
     */
    void play(Salvo salvo, Set<String> awaited) {
        Map<String, List<Probe>> probes = new LinkedHashMap<>(salvo.probes());
        probes.keySet().retainAll(pods.keySet());
        if (probes.isEmpty()) {
            return;
        }
        played++;
        Duration since = elapsed();
        Round seen = field.round(probes, awaited);
        seen.pulses().forEach((key, connections) -> {
            ProbePod pod = pods.get(key);
            // What a pod connects to at its own address counts as well, and needs no network.
            if (pod != null && probes.get(key).stream().noneMatch(probe -> isItself(pod, probe))) {
                log.pulse(pod, played, connections);
            }
        });
        Map<String, RawRecord> records = new HashMap<>();
        seen.records().forEach(raw -> records.putIfAbsent(raw.probe(), raw));
        for (Salvo.Try one : salvo.tries()) {
            ProbePod pod = pods.get(one.shot().pod());
            String id = one.shot().probe().id();
            if (pod != null) {
                remember(one, pod, records.getOrDefault(id, missing(id)), since);
            }
        }
    }

    private RawRecord missing(String id) {
        return RawRecord.notRun(id, "none", "the record of this probe never came.", clock.instant());
    }

    private static boolean isItself(ProbePod pod, Probe probe) {
        return pod.uid() != null && pod.uid().equals(probe.endpoint().podUid());
    }

    private void remember(Salvo.Try one, ProbePod pod, RawRecord raw, Duration since) {
        Probe probe = one.shot().probe();
        Attempt attempt = new Attempt(played, since, pod, probe.endpoint(), raw, observe(probe, raw),
                classifier.stages(raw).orElse(null));
        if (one.negative()) {
            log.negative(attempt);
        } else {
            log.add(attempt, probe.proxy() == null);
        }
        one.takers().forEach(taker -> taker.accept(attempt));
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
}
