package dev.netproof.truth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.ExecResult;
import dev.netproof.cluster.Found;
import dev.netproof.cluster.OwnKind;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.SimulatedExec;
import dev.netproof.run.Cancellation;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.truth.Trouble.Kind;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.jspecify.annotations.Nullable;

/** A cluster in which a schedule comes to pass, run after run. Its state is touched by whoever's turn it is, and nobody else. */
final class World implements Cluster {

    private final Schedule schedule;
    private final Turns turns = new Turns();
    private final Scenery scenery;
    private final Map<String, Lease> leases = new LinkedHashMap<>();
    private final List<Stored> policies = new ArrayList<>();
    private final Map<String, SimulatedExec> execs = new HashMap<>();
    private final List<Long> looks = new ArrayList<>();
    private Cancellation cancellation = new Cancellation();
    private boolean killable;
    private boolean cancels;
    private int names;
    private int versions;

    /** A policy of the canary, and when it was deleted. */
    static final class Stored {

        private final NetworkPolicy policy;
        private final long created;
        private long deleted = Span.EVER;

        private Stored(NetworkPolicy policy, long created) {
            this.policy = policy;
            this.created = created;
        }

        String name() {
            return policy.getMetadata().getName();
        }

        NetworkPolicy policy() {
            return policy;
        }

        boolean isThere() {
            return deleted == Span.EVER;
        }

        boolean isOfRun(String id) {
            return id.equals(policy.getMetadata().getAnnotations().get(ProbePodPlan.RUN_ANNOTATION));
        }

        boolean hasEffect(Engine engine, long moment) {
            return created + engine.delay() <= moment
                    && (deleted == Span.EVER || moment < deleted + engine.release());
        }
    }

    /** The process was killed: from then on nothing that it wants to do happens. */
    static final class KilledException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        KilledException() {
            super("killed");
        }
    }

    World(Schedule schedule) {
        this.schedule = schedule;
        this.scenery = new Scenery(schedule);
    }

    Schedule schedule() {
        return schedule;
    }

    Turns turns() {
        return turns;
    }

    Scenery scenery() {
        return scenery;
    }

    List<Stored> policies() {
        return policies;
    }

    Map<String, Lease> leases() {
        return leases;
    }

    /** When the run has read the cluster, in its order. */
    List<Long> looks() {
        return looks;
    }

    /** Execs in pods of this peer, in every run. */
    SimulatedExec execs(String peer) {
        return execs.computeIfAbsent(peer, who -> new SimulatedExec());
    }

    /**
     * The next run begins.
     *
     * @param asked by which it may be cancelled
     */
    void begin(long at, Duration atMost, boolean first, Cancellation asked) {
        killable = first;
        cancels = first;
        cancellation = asked;
        looks.clear();
        turns.begin(at, atMost);
    }

    /** That of the machine of the run, which somebody sets now and then. */
    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                long now = turns.nanos();
                long jumped = schedule.jumps().entrySet().stream().filter(jump -> jump.getKey() <= now)
                        .mapToLong(Map.Entry::getValue).sum();
                return Scenery.instant(now).plusNanos(jumped);
            }
        };
    }

    /** Passes time that an API call or an exec takes. */
    void pass(long nanos) {
        if (isKilled()) {
            throw new KilledException();
        }
        if (cancels && turns.nanos() >= schedule.cancelled() && !Thread.currentThread().isVirtual()) {
            cancels = false;
            cancellation.request();
        }
        turns.spend(nanos);
        if (isKilled()) {
            throw new KilledException();
        }
    }

    boolean isKilled() {
        return killable && turns.nanos() >= schedule.killed();
    }

    /** A call that an interrupt ends, unless it must be finished once it has begun. */
    void call(String name, boolean finished) {
        pass(Span.seconds(0.02) + schedule.chance(name + turns.nanos(), (int) Span.seconds(0.06)));
        if (!finished) {
            endWhenInterrupted();
        }
        if (schedule.is(Kind.REFUSED, name, turns.nanos())) {
            throw new ClusterException("The API server failed, asked for " + name + ".");
        }
    }

    static void endWhenInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new ClusterException("Interrupted.");
        }
    }

    @Override
    public ClusterIdentity identity() {
        return new ClusterIdentity("world", "v1.36.0", "uid", 1);
    }

    @Override
    public Snapshot snapshot(Set<String> namespaces) {
        call("snapshot", false);
        looks.add(turns.nanos());
        return scenery.at(turns.nanos());
    }

    @Override
    public Surroundings surroundings(Set<String> namespaces) {
        return Surroundings.NONE;
    }

    @Override
    public Found search(@Nullable String namespace, Map<String, String> labels, Set<OwnKind> kinds) {
        call("find", false);
        return new Found(
                policies.stream().filter(Stored::isThere).map(stored -> (HasMetadata) stored.policy).toList(),
                Map.of());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> T create(T object) {
        if (object instanceof Lease lease) {
            call("lease", true);
            return (T) store(lease);
        }
        call("create", true);
        NetworkPolicy policy = (NetworkPolicy) object;
        policy.getMetadata().setName(policy.getMetadata().getGenerateName() + names++);
        policies.add(new Stored(policy, turns.nanos()));
        return object;
    }

    @Override
    public void delete(HasMetadata object) {
        boolean lease = object instanceof Lease;
        call(lease ? "lease" : "delete", true);
        if (lease) {
            leases.remove(object.getMetadata().getName());
        } else {
            policies.stream().filter(stored -> Objects.equals(stored.name(), object.getMetadata().getName()))
                    .forEach(this::remove);
        }
    }

    void remove(Stored policy) {
        policy.deleted = Math.min(policy.deleted, turns.nanos());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> Optional<T> read(T object) {
        call("lease", true);
        return Optional.ofNullable((T) leases.get(object.getMetadata().getName()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> T replace(T object) {
        call("lease", true);
        return (T) store((Lease) object);
    }

    private Lease store(Lease lease) {
        Lease stored = lease.edit().editMetadata().withResourceVersion(Integer.toString(++versions)).endMetadata()
                .build();
        leases.put(lease.getMetadata().getName(), stored);
        return stored;
    }

    @Override
    public Cluster withoutPolicies() {
        return this;
    }

    @Override
    public Map<String, Map<String, String>> namespaces() {
        return Map.of();
    }

    @Override
    public Pod pod(String namespace, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Pod addEphemeral(String namespace, String pod, String uid, EphemeralContainer container) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Pod await(Pod pod, Predicate<Pod> condition, Duration limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ExecResult exec(Pod pod, String container, List<String> command, byte[] stdin, Duration limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
