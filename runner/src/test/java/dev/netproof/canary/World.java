package dev.netproof.canary;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.ExecResult;
import dev.netproof.cluster.Found;
import dev.netproof.cluster.OwnKind;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.NcSays;
import dev.netproof.probe.ProbeField;
import dev.netproof.probe.Round;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.time.Window;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with a policy engine that does as it is told, for a canary to fly in: it stores policies, and its field lets the
 * canary through or not.
 */
public final class World implements Cluster {

    private final Map<String, NetworkPolicy> policies = new LinkedHashMap<>();
    private final List<String> history = new ArrayList<>();
    private final Map<String, Lease> leases = new LinkedHashMap<>();
    private int names;
    private int glances;
    private final Map<String, String> roles = new LinkedHashMap<>();

    /** By the number of an attempt, from 1: whether nothing gets through, whatever policies say. */
    IntPredicate outage = number -> false;
    private int versions;

    /** Keys of the pods that not even their kubelet reaches. */
    Set<String> dead = Set.of();

    /** Whether leases may be read. */
    public boolean grantsLeases = true;

    /** The directions that the engine enforces. */
    public Set<String> enforces = Set.of("Ingress", "Egress");
    NcSays denial = NcSays.TIMEOUT;
    boolean closedByDefault;
    boolean severed;
    boolean leaksAtStart;
    boolean neverReleases;
    @Nullable
    RuntimeException refusal;

    /** Keys of the pods that do not start. */
    Set<String> stillborn = Set.of();

    /** What a run reads. */
    public Supplier<Snapshot> snapshot = () -> {
        throw new UnsupportedOperationException();
    };

    /** Called when a field of the canary is closed. */
    public Runnable whenCleanedUp = () -> {};

    /** The leases there are, by name. */
    public synchronized Map<String, Lease> leases() {
        return Map.copyOf(leases);
    }

    /** The policies that are left. */
    public synchronized Set<String> policies() {
        return new TreeSet<>(policies.keySet());
    }

    /** Policies as they came and went. */
    synchronized List<String> history() {
        return List.copyOf(history);
    }

    /** Where a canary's pods are launched. */
    public ProbeField field(Clock clock) {
        return new Field(clock);
    }

    /** To one of the canary's ports: the policy for egress leaves out the first, that for ingress the second. */
    private synchronized NcSays answer(String pod, int port) {
        String client = roles.getOrDefault(pod, "");
        String server = roles.getOrDefault("canary-server", "");
        glances++;
        if (severed || outage.test(glances)) {
            return NcSays.TIMEOUT;
        }
        boolean policed = has("egress", client) && has("ingress", server);
        if (closedByDefault) {
            boolean everAllowed = neverReleases && !history.isEmpty();
            return (everAllowed && !policed) || (policed && port == CanaryPolicies.ALLOWED) ? NcSays.OPEN : denial;
        }
        if (pod.equals("canary-newcomer") && leaksAtStart) {
            return NcSays.OPEN;
        }
        boolean everDenied = neverReleases && !history.isEmpty();
        boolean denied = (port == CanaryPolicies.NO_EGRESS && (has("egress", client) || everDenied)
                && enforces.contains("Egress"))
                || (port == CanaryPolicies.NO_INGRESS && (has("ingress", server) || everDenied)
                        && enforces.contains("Ingress"));
        return denied ? denial : NcSays.OPEN;
    }

    /** A policy that selects this role. */
    private boolean has(String policy, String role) {
        return policies.values().stream().anyMatch(one -> one.getMetadata().getName().contains(policy)
                && role.equals(one.getSpec().getPodSelector().getMatchLabels().get(CanaryPolicies.ROLE)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <T extends HasMetadata> Optional<T> read(T object) {
        if (!grantsLeases) {
            throw new ClusterException("Not allowed to get leases.");
        }
        return Optional.ofNullable((T) leases.get(object.getMetadata().getName()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <T extends HasMetadata> T replace(T object) {
        Lease stored = leases.get(object.getMetadata().getName());
        if (stored == null || !stored.getMetadata().getResourceVersion()
                .equals(object.getMetadata().getResourceVersion())) {
            throw new ClusterException("Somebody has changed it.");
        }
        return (T) store((Lease) object);
    }

    private Lease store(Lease lease) {
        Lease stored = lease.edit().editMetadata().withResourceVersion(Integer.toString(++versions)).endMetadata()
                .build();
        leases.put(lease.getMetadata().getName(), stored);
        return stored;
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <T extends HasMetadata> T create(T object) {
        if (object instanceof Lease lease) {
            return (T) store(lease);
        }
        if (refusal != null) {
            throw refusal;
        }
        NetworkPolicy policy = (NetworkPolicy) object;
        String name = policy.getMetadata().getGenerateName() + names++;
        policy.getMetadata().setName(name);
        policies.put(name, policy);
        history.add("+" + policy.getMetadata().getGenerateName().replaceAll("netproof-canary-|-$", ""));
        return object;
    }

    @Override
    public synchronized void delete(HasMetadata object) {
        leases.remove(object.getMetadata().getName());
        if (policies.remove(object.getMetadata().getName()) != null) {
            history.add("-" + object.getMetadata().getGenerateName().replaceAll("netproof-canary-|-$", ""));
        }
    }

    @Override
    public Map<String, Map<String, String>> namespaces() {
        return Map.of();
    }

    @Override
    public ClusterIdentity identity() {
        return new ClusterIdentity("world", "v1.36.0", "uid", 1);
    }

    @Override
    public Surroundings surroundings(Set<String> namespaces) {
        return Surroundings.NONE;
    }

    @Override
    public Snapshot snapshot(Set<String> namespaces) {
        return snapshot.get();
    }

    @Override
    public Cluster withoutPolicies() {
        return this;
    }

    @Override
    public Pod pod(String namespace, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized Found search(@Nullable String namespace, Map<String, String> labels, Set<OwnKind> kinds) {
        return new Found(List.copyOf(policies.values()), Map.of());
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

    private final class Field implements ProbeField {

        private final Clock clock;

        Field(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Launched launch(List<ProbePodPlan> pods) {
            Map<String, ProbePod> running = new LinkedHashMap<>();
            Map<String, String> failed = new LinkedHashMap<>();
            for (ProbePodPlan pod : pods) {
                roles.put(pod.key(), String.valueOf(pod.labels().get(CanaryPolicies.ROLE)));
                if (stillborn.contains(pod.key())) {
                    failed.put(pod.key(), "ImagePullBackOff");
                } else {
                    running.put(pod.key(), new ProbePod(pod.namespace(), "netproof-" + pod.key(), "uid-" + pod.key(),
                            "10.244.9." + (1 + running.size()), "node-1", pod.labels()));
                }
            }
            return new Launched(running, failed);
        }

        @Override
        public Round round(Map<String, List<Probe>> probes, Set<String> awaitPulse) {
            List<RawRecord> records = new ArrayList<>();
            probes.forEach((pod, all) -> all
                    .forEach(probe -> records.add(answer(pod, probe.endpoint().port()).of(probe, clock.instant()))));
            Map<String, List<Window>> visits = new LinkedHashMap<>();
            awaitPulse.forEach(pod -> visits.put(pod, outage.test(glances) || dead.contains(pod) ? List.of()
                    : List.of(new Window(Duration.ZERO, Duration.ofMillis(100)))));
            return new Round(records, visits, Map.of());
        }

        @Override
        public List<String> resolve(String pod, String host) {
            return List.of();
        }

        @Override
        public void close() {
            whenCleanedUp.run();
        }
    }
}
