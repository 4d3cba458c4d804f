package dev.netproof.canary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.classify.Classifier;
import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.evidence.Canary;
import dev.netproof.evidence.Canary.Enforcement;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.ProbeField;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a canary into the network: a client and a server pod in a scratch namespace, by address. Open, a policy that denies,
 * closed, the policy deleted, open again; first for the server's ingress, then for the client's egress.
 *
 * <p>Where a default deny of the whole cluster keeps the pair closed from the start, the way round is taken: closed, a
 * policy that allows, open, the policy deleted, closed again.
 */
public final class CanaryFlight {

    private static final int PORT = 8080;
    private static final String CLIENT = "canary-client";
    private static final String SERVER = "canary-server";
    private static final String NEWCOMER = "canary-newcomer";
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Cluster cluster;
    private final ProbeField field;
    private final CanaryOptions options;
    private final CanaryPolicies policies;
    private final Clock clock;
    private final StartUp startUp;
    private final Classifier classifier = new Classifier();
    private int sent;
    private Instant lastSent = Instant.EPOCH;
    private @Nullable Duration startUpLeak;

    /** What one pair of policy and release showed; delays are null when their effect never came. */
    private record Seen(Enforcement enforcement, @Nullable Duration enforcedAfter, @Nullable Duration releasedAfter) {}

    /**
     * A canary ready to fly.
     *
     * @param field in which only the canary's pods are launched
     * @param startUp hears of a start-up leak as soon as it is seen
     * @param runId with which the field signs, so that whatever removes its objects removes the policies too
     */
    public CanaryFlight(Cluster cluster, ProbeField field, CanaryOptions options, String runId, Clock clock,
            StartUp startUp) {
        this.cluster = cluster;
        this.field = field;
        this.options = options;
        this.policies = new CanaryPolicies(options.namespace(), runId);
        this.clock = clock;
        this.startUp = startUp;
    }

    /** Never throws for what the cluster does: what could not be found out is {@code UNKNOWN}, with the reason. */
    public Flight fly() {
        try {
            ProbeField.Launched launched = field
                    .launch(List.of(pod(CLIENT, CanaryPolicies.CLIENT, null),
                            pod(SERVER, CanaryPolicies.SERVER, PORT)));
            ProbePod client = launched.running().get(CLIENT);
            ProbePod server = launched.running().get(SERVER);
            if (client == null || server == null || server.address() == null) {
                return Flight.grounded("could not fly: " + String.join("; ", launched.failed().values()));
            }
            Endpoint target = new Endpoint(Endpoint.Kind.POD, "pod " + server.namespace() + "/" + server.name(),
                    server.address(), PORT, Protocol.TCP, server.uid(), server.node());
            Canary canary = await(CLIENT, target, true) != null ? openWorld(target) : closedWorld(target);
            return new Flight(canary, client.node(), server.node());
        } catch (ClusterException e) {
            return Flight.grounded("could not fly: " + e.getMessage());
        }
    }

    private Canary openWorld(Endpoint target) {
        // Egress first: the sooner a start-up leak is known, the sooner whoever probes can wait for its end.
        Seen egress = deny(policies.denyEgress(), target, () -> startUpLeak = newcomerLeaks(target));
        Seen ingress = deny(policies.denyIngress(), target);
        return new Canary(ingress.enforcement(), egress.enforcement(),
                longest(ingress.enforcedAfter(), egress.enforcedAfter()),
                longest(ingress.releasedAfter(), egress.releasedAfter()),
                startUpLeak == null ? null : startUpLeak.isPositive(), describe(ingress, egress) + startUpLeak());
    }

    /** Somebody denies by default, so it is the allowing that must be seen to work, and to end. */
    private Canary closedWorld(Endpoint target) {
        List<NetworkPolicy> created = new ArrayList<>();
        try {
            Instant allowed = clock.instant();
            created.add(cluster.create(policies.allowIngress()));
            created.add(cluster.create(policies.allowEgress()));
            Observation open = await(CLIENT, target, true);
            if (open == null) {
                return unknown("the canary's server was never reached, not even with policies that allow it: "
                        + "a stronger policy, or no network at all");
            }
            Duration release = Duration.between(allowed, clock.instant());
            Instant deleted = clock.instant();
            created.forEach(cluster::delete);
            Observation closed = await(CLIENT, target, false);
            if (closed == null) {
                return unknown("closed at first, open ever since a policy allowed it once");
            }
            Enforcement how = how(closed);
            return new Canary(how, how, Duration.between(deleted, clock.instant()), release, null,
                    "a default deny of the whole cluster is enforced: closed, open while policies allowed it, closed again");
        } finally {
            created.forEach(cluster::delete);
        }
    }

    private Seen deny(NetworkPolicy policy, Endpoint target) {
        return deny(policy, target, () -> {});
    }

    private Seen deny(NetworkPolicy policy, Endpoint target, Runnable whileDenied) {
        Instant written = clock.instant();
        NetworkPolicy created = cluster.create(policy);
        Observation closed;
        Duration enforcedAfter;
        try {
            closed = await(CLIENT, target, false);
            enforcedAfter = Duration.between(written, lastSent);
            if (closed != null) {
                whileDenied.run();
            }
        } finally {
            cluster.delete(created);
        }
        if (closed == null) {
            return new Seen(Enforcement.IGNORED, null, null);
        }
        Instant deleted = clock.instant();
        boolean released = await(CLIENT, target, true) != null;
        return released
                ? new Seen(how(closed), enforcedAfter, Duration.between(deleted, clock.instant()))
                : new Seen(Enforcement.UNKNOWN, null, null);
    }

    /**
     * Probes a pod that is born under the deny, at once, as an attacker or an early request would, and until it is closed.
     *
     * @return how long it was open, zero if it never was; null if it did not start
     */
    private @Nullable Duration newcomerLeaks(Endpoint target) {
        ProbeField.Launched launched = field.launch(List.of(pod(NEWCOMER, CanaryPolicies.CLIENT, null)));
        if (!launched.running().containsKey(NEWCOMER)) {
            return null;
        }
        Instant running = clock.instant();
        if (!(probe(NEWCOMER, target) instanceof Observation.Connected)) {
            return Duration.ZERO;
        }
        startUp.leaks(true);
        try {
            await(NEWCOMER, target, false);
            Duration open = Duration.between(running, lastSent);
            return open.isPositive() ? open : Duration.ofMillis(1);
        } finally {
            startUp.leaks(false);
        }
    }

    private String startUpLeak() {
        return startUpLeak == null || startUpLeak.isZero() ? ""
                : ", a new pod was unprotected for " + startUpLeak.toMillis() + " ms";
    }

    /** Probes until the target is open or closed as wished; null when it never was. */
    private @Nullable Observation await(String pod, Endpoint target, boolean open) {
        Observation[] last = new Observation[1];
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(options.patience())
                    .until(() -> {
                        lastSent = clock.instant();
                        last[0] = probe(pod, target);
                        return open
                                ? last[0] instanceof Observation.Connected
                                : last[0] instanceof Observation.Closed;
                    });
            return last[0];
        } catch (ConditionTimeoutException e) {
            return null;
        }
    }

    private Observation probe(String pod, Endpoint target) {
        Probe probe = new Probe("canary." + sent++, new Ask.Handshake(), target, target.address(), null, ATTEMPT);
        RawRecord raw = field.round(Map.of(pod, List.of(probe)), Set.of()).records().get(0);
        return classifier.classify(probe.ask().kind(), probe.proxy() != null, raw);
    }

    private ProbePodPlan pod(String key, String role, @Nullable Integer listens) {
        return new ProbePodPlan(key, options.namespace(), Map.of(CanaryPolicies.ROLE, role), null, List.of(), null)
                .listening(listens == null ? List.of() : List.of(listens));
    }

    private static Enforcement how(Observation closed) {
        return closed.outcome() == Outcome.TIMEOUT ? Enforcement.DROPPED : Enforcement.REJECTED;
    }

    private static @Nullable Duration longest(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Canary unknown(String why) {
        return new Canary(Enforcement.UNKNOWN, Enforcement.UNKNOWN, null, null, null, why);
    }

    private static String describe(Seen ingress, Seen egress) {
        return "ingress " + word(ingress.enforcement()) + ", egress " + word(egress.enforcement());
    }

    private static String word(Enforcement enforcement) {
        return switch (enforcement) {
            case DROPPED -> "enforced (drops)";
            case REJECTED -> "enforced (rejects)";
            case IGNORED -> "NOT enforced";
            case UNKNOWN -> "unclear";
        };
    }
}
