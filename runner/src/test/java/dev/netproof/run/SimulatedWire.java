package dev.netproof.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.LivePod;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.NcSays;
import dev.netproof.probe.ProbeField;
import dev.netproof.probe.Round;
import dev.netproof.time.ManualTicker;
import dev.netproof.time.Ticker;
import dev.netproof.time.Window;
import org.jspecify.annotations.Nullable;

/**
 * A wire in a table: which peer reaches which address at which of its attempts; the rest is silence. Each round takes a
 * second of its clock.
 */
final class SimulatedWire implements ProbeField {

    /** Of what is silent: the first packet is sent at once, and again a second later. */
    private static final Window SENT = new Window(Duration.ZERO, Duration.ofSeconds(2));

    /** Of what is open, and of the kubelet's visits: between the two. */
    private static final Window BETWEEN = new Window(Duration.ofMillis(400), Duration.ofMillis(500));

    private final Map<String, IntFunction<NcSays>> table = new HashMap<>();
    private final Map<String, Integer> tried = new HashMap<>();
    private final Map<String, Integer> execs = new HashMap<>();
    private final List<List<String>> rounds = new ArrayList<>();
    private final List<ProbePodPlan> launched = new ArrayList<>();
    private final MovingClock clock = new MovingClock();
    private final ManualTicker ticker = new ManualTicker();
    private final ManualTicker canarys = new ManualTicker();
    private final Map<String, IntFunction<Integer>> pulses = new HashMap<>();
    private int closed;

    /** Peers whose pods do not start, with the reason. */
    Map<String, String> stillborn = Map.of();

    /** Called with the number of a round, from 1, before it is played. */
    IntConsumer beforeRound = round -> {};

    /** Called when the pods are launched. */
    Runnable whenLaunched = () -> {};

    /** Lets a peer reach an address from its first attempt on. */
    SimulatedWire open(String peer, String address) {
        return says(peer, address, attempt -> NcSays.OPEN);
    }

    /** What a peer's n-th attempt at an address comes to, from 1. */
    SimulatedWire says(String peer, String address, IntFunction<NcSays> answer) {
        table.put(peer + ">" + address, answer);
        return this;
    }

    /** How often the kubelet reaches a peer's pod in its n-th exec, from 1; a pod without this does not tell. */
    SimulatedWire pulse(String peer, IntFunction<Integer> connections) {
        pulses.put(peer, connections);
        return this;
    }

    Clock clock() {
        return clock;
    }

    /** Sets the time of day, as somebody may at any moment. */
    void set(Instant now) {
        clock.now = now;
    }

    /** Goes on by a second with each round; the canary's time, on a thread of its own, is another. */
    Ticker ticker() {
        return new Ticker() {
            @Override
            public long nanos() {
                return own().nanos();
            }

            @Override
            public boolean await(BooleanSupplier condition, Duration apart, @Nullable Duration atMost) {
                return own().await(condition, apart, atMost);
            }

            private Ticker own() {
                return Thread.currentThread().getName().equals("netproof-canary") ? canarys : ticker;
            }
        };
    }

    /** The number of the round that is played, from 1. */
    int playing() {
        return rounds.size() + 1;
    }

    /** The attempts of each round, {@code peer>address}, in alphabetical order. */
    List<List<String>> rounds() {
        return rounds;
    }

    List<ProbePodPlan> launched() {
        return launched;
    }

    int timesClosed() {
        return closed;
    }

    @Override
    public Launched launch(List<ProbePodPlan> pods) {
        launched.addAll(pods);
        whenLaunched.run();
        Map<String, ProbePod> running = new LinkedHashMap<>();
        Map<String, String> failed = new LinkedHashMap<>();
        for (ProbePodPlan pod : pods) {
            String reason = stillborn.get(peer(pod.key()));
            if (reason == null) {
                running.put(pod.key(), running(pod));
            } else {
                failed.put(pod.key(), reason);
            }
        }
        return new Launched(running, failed);
    }

    private static ProbePod running(ProbePodPlan pod) {
        LivePod host = pod.within();
        return host == null
                ? new ProbePod(pod.namespace(), pod.key(), "uid-" + pod.key(), "10.244.1.1", "node-1", pod.labels())
                : new ProbePod(host.namespace(), host.name(), host.uid(), "10.244.1.2", host.node(), pod.labels());
    }

    @Override
    public Round round(Map<String, List<Probe>> probes, Set<String> awaitPulse) {
        beforeRound.accept(rounds.size() + 1);
        List<String> round = new ArrayList<>();
        List<RawRecord> records = new ArrayList<>();
        probes.forEach((pod, all) -> {
            for (Probe probe : all) {
                String path = peer(pod) + ">" + probe.endpoint().address();
                round.add(path);
                int attempt = tried.merge(path, 1, Integer::sum);
                records.add(table.getOrDefault(path, nth -> NcSays.TIMEOUT).apply(attempt).of(probe, clock.instant()));
            }
        });
        Map<String, Window> spans = new HashMap<>();
        probes.values().forEach(all -> all.forEach(probe -> spans.put(probe.id(), SENT)));
        records.stream().filter(record -> record.exitCode() == 0).forEach(record -> spans.put(record.probe(), BETWEEN));
        clock.now = clock.now.plusSeconds(1);
        ticker.advance(Duration.ofSeconds(1));
        Map<String, List<Window>> visits = new HashMap<>();
        for (String pod : probes.keySet()) {
            IntFunction<Integer> pulse = pulses.get(peer(pod));
            if (pulse != null) {
                visits.put(pod, Collections.nCopies(pulse.apply(execs.merge(peer(pod), 1, Integer::sum)), BETWEEN));
            }
        }
        rounds.add(round.stream().sorted().toList());
        return new Round(records, visits, spans);
    }

    /** A key ends in a hyphen and the digest of the identity. */
    private static String peer(String key) {
        return key.substring(0, key.lastIndexOf('-'));
    }

    @Override
    public List<String> resolve(String pod, String host) {
        return List.of();
    }

    @Override
    public void close() {
        closed++;
    }

    private static final class MovingClock extends Clock {

        private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.offset(this, Duration.ZERO);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
