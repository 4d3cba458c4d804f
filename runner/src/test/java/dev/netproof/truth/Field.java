package dev.netproof.truth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;

import dev.netproof.cluster.ClusterException;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.NcSays;
import dev.netproof.probe.ProbeField;
import dev.netproof.probe.Round;
import dev.netproof.probe.SimulatedExec;
import dev.netproof.time.Window;
import dev.netproof.truth.Trouble.Kind;
import org.jspecify.annotations.Nullable;

/** Probe pods of a run in a world, and what really became of each of their attempts: of each of its packets. */
final class Field implements ProbeField {

    /** How long an exec waits for its kubelet. */
    private static final long PATIENCE = Span.seconds(2);

    /** How often a kubelet comes. */
    private static final long PERIOD = Span.seconds(1);

    /** How well the driver knows when. */
    private static final long LOOK = Span.seconds(0.1);

    /** When the first packet of a connection is sent again. */
    private static final long AGAIN = Span.seconds(1);

    private final World world;
    private final Schedule schedule;
    private final String id;
    private final Wire wire;
    private final CanaryWire canaryWire;
    private final Map<String, Inhabitant> pods = new TreeMap<>();
    private final Map<Attempted, Truth> truths = new HashMap<>();
    private int rounds;
    private boolean closed;

    /** A probe pod that runs. */
    record Inhabitant(ProbePodPlan plan, ProbePod pod, long born) {}

    /** What a round tried: a listener by a pod of this name. */
    record Attempted(int round, String pod, Listener listener) {}

    Field(World world, String id) {
        this.world = world;
        this.schedule = world.schedule();
        this.id = id;
        this.wire = new Wire(schedule, world.scenery());
        this.canaryWire = new CanaryWire(world);
    }

    String id() {
        return id;
    }

    @Nullable
    Truth truth(int round, String pod, Listener listener) {
        return truths.get(new Attempted(round, pod, listener));
    }

    boolean isClosed() {
        return closed;
    }

    /** The names of the pods that are there. */
    List<String> left() {
        return pods.values().stream().map(pod -> pod.pod().name()).toList();
    }

    @Override
    public Launched launch(List<ProbePodPlan> plans) {
        world.pass(Span.seconds(0.5) + schedule.chance(id + pods.size(), (int) Span.seconds(2)));
        World.endWhenInterrupted();
        if (schedule.is(Kind.REFUSED, "launch", world.turns().nanos())) {
            throw new ClusterException("The API server failed, asked for launch.");
        }
        Map<String, ProbePod> running = new LinkedHashMap<>();
        Map<String, String> failed = new LinkedHashMap<>();
        for (ProbePodPlan plan : plans) {
            if (!plan.key().startsWith("canary-") && schedule.chance(id + plan.key(), 40) == 0) {
                failed.put(plan.key(), "ImagePullBackOff");
                continue;
            }
            ProbePod pod = new ProbePod(plan.namespace(), "netproof-" + id + "-" + plan.key(),
                    "uid-" + id + "-" + plan.key(), "10.244.7." + (1 + pods.size()), "node-1", plan.labels());
            pods.put(plan.key(), new Inhabitant(plan, pod, world.turns().nanos()));
            running.put(plan.key(), pod);
        }
        return new Launched(running, failed);
    }

    @Override
    public Round round(Map<String, List<Probe>> probes, Set<String> awaitPulse) {
        rounds++;
        long moment = world.turns().nanos();
        boolean canary = probes.keySet().iterator().next().startsWith("canary-");
        Map<String, Map<String, NcSays>> said = new TreeMap<>();
        Map<String, Long> begun = new HashMap<>();
        long lasts = 0;
        for (Map.Entry<String, List<Probe>> exec : new TreeMap<>(probes).entrySet()) {
            long waits = awaitPulse.contains(exec.getKey()) ? wait(peer(exec.getKey()), moment) : 0;
            begun.put(exec.getKey(), waits);
            Function<Probe, NcSays> answers = canary
                    ? canaryWire.moment(pods, exec.getKey(), exec.getValue(), moment + waits)
                    : probe -> attempt(exec.getKey(), probe, moment + waits);
            Map<String, NcSays> answered = new HashMap<>();
            long slowest = 0;
            for (Probe probe : exec.getValue()) {
                NcSays says = answers.apply(probe);
                answered.put(probe.id(), says);
                slowest = Math.max(slowest, says == NcSays.TIMEOUT ? probe.timeout().toNanos() : 0);
            }
            said.put(exec.getKey(), answered);
            lasts = Math.max(lasts, waits + slowest);
        }
        lasts += Span.seconds(0.1) + schedule.chance(id + rounds, (int) Span.seconds(0.3));
        world.pass(lasts);
        World.endWhenInterrupted();
        List<RawRecord> records = new ArrayList<>();
        Map<String, List<Window>> visits = new HashMap<>();
        Map<String, Window> spans = new HashMap<>();
        for (Map.Entry<String, Map<String, NcSays>> exec : said.entrySet()) {
            List<Probe> all = probes.getOrDefault(exec.getKey(), List.of());
            if (canary) {
                visits.put(exec.getKey(), seen(exec.getKey(), moment, lasts));
                all.forEach(probe -> records.add(exec.getValue().getOrDefault(probe.id(), NcSays.NONSENSE).of(probe,
                        world.clock().instant())));
            } else {
                read(exec.getKey(), all, exec.getValue(), moment, begun.getOrDefault(exec.getKey(), 0L), lasts)
                        .ifPresentOrElse(read -> {
                            records.addAll(read.records());
                            spans.putAll(read.spans());
                            read.visits().ifPresent(seen -> visits.put(exec.getKey(), seen));
                        }, () -> all.forEach(probe -> records.add(RawRecord.notRun(probe.id(), "nc",
                                "The exec failed.", world.clock().instant()))));
            }
        }
        return new Round(records, visits, spans);
    }

    /** From the beginning of an exec that awaits its kubelet to its first packet. */
    private long wait(String peer, long moment) {
        return visits(peer, moment, moment + PATIENCE).stream().findFirst()
                .map(visit -> visit - moment + LOOK + Span.seconds(0.4)).orElse(PATIENCE);
    }

    /** When a peer's kubelet reached its pod. */
    private List<Long> visits(String peer, long from, long to) {
        long phase = schedule.chance("kubelet of " + peer, (int) PERIOD);
        return LongStream.iterate(Math.floorDiv(from - phase, PERIOD) * PERIOD + phase, visit -> visit <= to,
                visit -> visit + PERIOD)
                .map(visit -> visit + schedule.chance(peer + visit, (int) Span.seconds(0.05)))
                .filter(visit -> visit > from && visit <= to && !schedule.is(Kind.DEAD, peer, visit))
                .boxed().toList();
    }

    /** The same as an exec tells it that began at this moment. */
    private List<Window> seen(String peer, long moment, long lasts) {
        return visits(peer, moment, moment + lasts).stream()
                .map(visit -> new Window(Duration.ofNanos(Math.max(0, visit - moment - LOOK)),
                        Duration.ofNanos(visit - moment + LOOK)))
                .toList();
    }

    private NcSays attempt(String key, Probe probe, long moment) {
        Inhabitant from = from(key);
        Truth truth = packet(from, peer(key), probe, moment);
        if (truth.says() == NcSays.TIMEOUT && probe.timeout().toNanos() > AGAIN) {
            truth = truth.orAgain(packet(from, peer(key), probe, moment + AGAIN));
        }
        truths.put(new Attempted(rounds, from.pod().name(), probe.endpoint().listener()), truth);
        return truth.says();
    }

    private Truth packet(Inhabitant from, String peer, Probe probe, long moment) {
        return wire.connect(peer, from.born(), probe.endpoint(), moment, rounds);
    }

    private Optional<SimulatedExec.Read> read(String key, List<Probe> probes, Map<String, NcSays> says, long moment,
            long begun, long lasts) {
        String peer = peer(key);
        if (schedule.is(Kind.NO_EXEC, peer, moment)) {
            return Optional.empty();
        }
        List<Window> visits = seen(peer, moment, lasts);
        SimulatedExec execs = world.execs(peer);
        int replayed = schedule.is(Kind.REPLAYED, peer, moment) && execs.outputs() > 0
                ? schedule.chance("replay" + key + moment, execs.outputs()) : -1;
        int cut = schedule.is(Kind.TORN, peer, moment) ? schedule.chance("cut" + key + moment, 1000) : 1000;
        return Optional.of(execs.read(probes, says, Duration.ofNanos(begun),
                schedule.is(Kind.MUTE, peer, moment) ? null : visits, world.clock().instant(), replayed, cut));
    }

    private Inhabitant from(String key) {
        Inhabitant from = pods.get(key);
        if (from == null) {
            throw new IllegalArgumentException("no pod " + key + " was launched");
        }
        return from;
    }

    /** A key ends in a hyphen and the digest of the identity; those of a canary's pods do not. */
    private static String peer(String key) {
        return key.startsWith("canary-") ? key : key.substring(0, key.lastIndexOf('-'));
    }

    @Override
    public List<String> resolve(String pod, String host) {
        return List.of();
    }

    /** Policies go with the pod that owns them, and whatever else the run has signed goes too. */
    @Override
    public void close() {
        closed = true;
        try {
            if (world.isKilled()) {
                return;
            }
            List<World.Stored> own = world.policies().stream()
                    .filter(policy -> policy.isThere() && policy.isOfRun(id)).toList();
            if (schedule.is(Kind.REFUSED, "removal", world.turns().nanos()) && !pods.isEmpty()) {
                throw new ClusterException("Left behind: " + String.join(", ", left())
                        + own.stream().map(policy -> ", " + policy.name()).reduce("", String::concat) + ".");
            }
            own.forEach(world::remove);
            pods.clear();
        } finally {
            if (id.endsWith("-canary")) {
                world.turns().canaryLeaves();
            }
        }
    }
}
