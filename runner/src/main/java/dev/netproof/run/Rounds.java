package dev.netproof.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.classify.Classifier;
import dev.netproof.classify.Question;
import dev.netproof.control.ControlLog;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.RawRecord;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import dev.netproof.probe.ProbeField;
import dev.netproof.probe.Round;
import dev.netproof.time.Ticker;
import dev.netproof.time.Window;

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

    /** Whether it could not be found out yet if something near the pod accepts every connection. */
    boolean isProxyUnknown(String pod) {
        ProbePod running = pods.get(pod);
        return running != null && log.isProxyUnknown(running);
    }

    /** How long ago the run began. */
    Duration elapsed() {
        return ticker.since(began);
    }

    /**
     * Plays one round; shots whose pod does not run are left out.
     *
     * @param awaited keys of pods of which it must show when the kubelet reached them
     */
    void play(RoundRequest salvo, Set<String> awaited) {
        Map<String, List<Probe>> probes = new LinkedHashMap<>(salvo.probes());
        probes.keySet().retainAll(pods.keySet());
        if (probes.isEmpty()) {
            return;
        }
        played++;
        Duration since = elapsed();
        Round seen = field.round(probes, awaited);
        Map<String, RawRecord> records = new HashMap<>();
        seen.records().forEach(raw -> records.putIfAbsent(raw.probe(), raw));
        seen.visits().forEach((key, visits) -> {
            ProbePod pod = pods.get(key);
            // What a pod connects to at its own address counts as well, and needs no network.
            if (pod != null
                    && probes.getOrDefault(key, List.of()).stream().noneMatch(probe -> isItself(pod, probe))) {
                log.visits(pod, played, visits);
            }
        });
        for (RoundRequest.Try one : salvo.tries()) {
            ProbePod pod = pods.get(one.shot().pod());
            String id = one.shot().probe().id();
            if (pod != null) {
                remember(one, pod, records.getOrDefault(id, missing(id)),
                        seen.spans().getOrDefault(id, Window.UNKNOWN), since);
            }
        }
    }

    private RawRecord missing(String id) {
        return RawRecord.notRun(id, "none", "the record of this probe never came.", clock.instant());
    }

    private static boolean isItself(ProbePod pod, Probe probe) {
        return pod.uid() != null && pod.uid().equals(probe.endpoint().podUid());
    }

    private void remember(RoundRequest.Try one, ProbePod pod, RawRecord raw, Window span, Duration since) {
        Probe probe = one.shot().probe();
        Attempt attempt = new Attempt(played, since, pod, probe.endpoint(), raw,
                classifier.classify(question(probe), raw),
                classifier.stages(raw).orElse(null));
        if (one.negative()) {
            log.negative(attempt);
        } else {
            log.add(attempt, probe.proxy() == null, span, probe.timeout());
        }
        one.takers().forEach(taker -> taker.accept(attempt));
    }

    private static Question question(Probe probe) {
        boolean viaProxy = probe.proxy() != null;
        return switch (probe.ask()) {
            case Ask.Request request -> new Question(request.kind(), viaProxy, request.expectStatus(), "");
            case Ask.Datagram datagram -> new Question(datagram.kind(), viaProxy, Set.of(), datagram.expect());
            case Ask.Handshake handshake -> Question.of(handshake.kind(), viaProxy);
            case Ask.Query query -> Question.of(query.kind(), viaProxy);
        };
    }
}
