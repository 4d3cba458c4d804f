package dev.netproof.truth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

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
import dev.netproof.truth.Trouble.Kind;
import org.jspecify.annotations.Nullable;

/** Probe pods of a run in a world, and what really became of each of their attempts. A round is one moment of it. */
final class Field implements ProbeField {

    /** How long an exec waits for its kubelet where nobody connected to its pod meanwhile. */
    private static final long PATIENCE = Span.seconds(2);

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
        long lasts = Span.seconds(0.1) + schedule.chance(id + rounds, (int) Span.seconds(0.3));
        long slowest = 0;
        for (Map.Entry<String, List<Probe>> exec : new TreeMap<>(probes).entrySet()) {
            Function<Probe, NcSays> answers = canary ? canaryWire.moment(pods, exec.getKey(), exec.getValue(), moment)
                    : probe -> attempt(exec.getKey(), probe, moment);
            Map<String, NcSays> answered = new HashMap<>();
            for (Probe probe : exec.getValue()) {
                NcSays says = answers.apply(probe);
                answered.put(probe.id(), says);
                slowest = Math.max(slowest, says == NcSays.TIMEOUT ? probe.timeout().toNanos() : 0);
            }
            said.put(exec.getKey(), answered);
        }
        lasts += slowest;
        if (awaitPulse.stream().anyMatch(pod -> schedule.is(Kind.DEAD, peer(pod), moment))) {
            lasts += PATIENCE;
        }
        world.pass(lasts);
        World.endWhenInterrupted();
        boolean pulsed = lasts > Span.seconds(1);
        List<RawRecord> records = new ArrayList<>();
        Map<String, Integer> pulses = new HashMap<>();
        for (Map.Entry<String, Map<String, NcSays>> exec : said.entrySet()) {
            List<Probe> all = probes.getOrDefault(exec.getKey(), List.of());
            boolean awaited = pulsed || awaitPulse.contains(exec.getKey());
            records.addAll(canary ? all.stream()
                    .map(probe -> exec.getValue().getOrDefault(probe.id(), NcSays.NONSENSE).of(probe,
                            world.clock().instant()))
                    .toList() : read(exec.getKey(), all, exec.getValue(), awaited, moment, pulses));
        }
        return new Round(records, pulses);
    }

    private NcSays attempt(String key, Probe probe, long moment) {
        Inhabitant from = from(key);
        Truth truth = wire.connect(peer(key), from.born(), probe.endpoint(), moment, rounds);
        truths.put(new Attempted(rounds, from.pod().name(), probe.endpoint().listener()), truth);
        return truth.says();
    }

    private List<RawRecord> read(String key, List<Probe> probes, Map<String, NcSays> says, boolean awaited, long moment,
            Map<String, Integer> pulses) {
        String peer = peer(key);
        if (schedule.is(Kind.NO_EXEC, peer, moment)) {
            return probes.stream().map(probe -> RawRecord.notRun(probe.id(), "nc", "The exec failed.",
                    world.clock().instant())).toList();
        }
        int kubelets = schedule.is(Kind.DEAD, peer, moment) ? 0
                : awaited ? 1 : schedule.chance(key + moment, 2);
        SimulatedExec execs = world.execs(peer);
        int replayed = schedule.is(Kind.REPLAYED, peer, moment) && execs.outputs() > 0
                ? schedule.chance("replay" + key + moment, execs.outputs()) : -1;
        int cut = schedule.is(Kind.TORN, peer, moment) ? schedule.chance("cut" + key + moment, 1000) : 1000;
        SimulatedExec.Read read = execs.read(probes, says, schedule.is(Kind.MUTE, peer, moment) ? null : kubelets,
                world.clock().instant(), replayed, cut);
        read.accepted().ifPresent(accepted -> pulses.put(key, accepted));
        return read.records();
    }

    private Inhabitant from(String key) {
        Inhabitant from = pods.get(key);
        if (from == null) {
            throw new IllegalArgumentException("no pod " + key + " was launched");
        }
        return from;
    }

    /** A key ends in a hyphen and the digest of the identity. */
    private static String peer(String key) {
        return key.substring(0, key.lastIndexOf('-'));
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
