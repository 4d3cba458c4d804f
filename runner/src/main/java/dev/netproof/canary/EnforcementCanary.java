package dev.netproof.canary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.netproof.classify.Classifier;
import dev.netproof.classify.Question;
import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.OwnKind;
import dev.netproof.evidence.Canary;
import dev.netproof.evidence.Canary.Enforcement;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.ProbeField;
import dev.netproof.probe.Round;
import dev.netproof.snapshot.ProbePodLabel;
import dev.netproof.time.Ticker;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether this cluster enforces NetworkPolicy, with a client and a server pod in a scratch namespace, by address.
 *
 * <p>The server listens on three ports, and the client asks for all of them in the same moment. A policy for the client's egress
 * leaves out the first, one for the server's ingress the second; both allow the third. Only "this one closed, that one open at
 * the same time", several times in a row, is enforcement: a network that fails for a while closes all of them. What counts as
 * its end, after the policies are deleted, is that all are again as they were before.
 *
 * <p>Where a default deny of the whole cluster keeps all of them closed at first, the same policies open the third.
 */
public final class EnforcementCanary {

    private static final String CLIENT = "canary-client";
    private static final String SERVER = "canary-server";
    private static final String NEWCOMER = "canary-newcomer";
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);

    /** How often in a row the same must be seen: one lost packet is no enforcement, and neither are two. */
    private static final int IN_A_ROW = 3;

    private final Cluster cluster;
    private final ProbeField field;
    private final CanaryOptions options;
    private final String runId;
    private final Ticker ticker;
    private final StartUp startUp;
    private final Consumer<String> remarks;
    private final Classifier classifier = new Classifier();
    private int sent;
    private @Nullable Duration startUpLeak;

    /**
     * What the three ports came to in one moment.
     *
     * @param alive whether the kubelets of both pods reached them just before
     */
    private record Glance(Observation egress, Observation ingress, Observation allowed, boolean alive) {

        boolean isOpen() {
            return egress instanceof Connected && ingress instanceof Connected && allowed instanceof Connected;
        }

        /** By something that does not close it to the nodes too, as a network that fails does. */
        boolean isClosed() {
            return alive && egress instanceof Closed && ingress instanceof Closed && allowed instanceof Closed;
        }

        /** Both, or else neither: a port is only closed by a policy while the one that it allows is open. */
        boolean showsEgress() {
            return egress instanceof Closed && allowed instanceof Connected;
        }

        boolean showsIngress() {
            return ingress instanceof Closed && allowed instanceof Connected;
        }
    }

    /**
     * A canary for one look.
     *
     * @param field in which only the canary's pods are launched
     * @param runId with which the field signs, so that whatever removes its objects removes the policies too
     * @param startUp hears of a start-up leak as soon as it is seen
     * @param remarks hears what a person must know, such as what another run left behind
     */
    public EnforcementCanary(Cluster cluster, ProbeField field, CanaryOptions options, String runId, Ticker ticker,
            StartUp startUp, Consumer<String> remarks) {
        this.cluster = cluster;
        this.field = field;
        this.options = options;
        this.runId = runId;
        this.ticker = ticker;
        this.startUp = startUp;
        this.remarks = remarks;
    }

    /** Never throws for what the cluster does: what could not be found out is {@code UNKNOWN}, with the reason. */
    public Canary look() {
        try {
            CanaryPolicies policies = CanaryPolicies.beside(others(), options.namespace(), runId);
            ProbeField.Launched launched = field.launch(List.of(
                    pod(CLIENT, policies.client(), List.of()), pod(SERVER, policies.server(), CanaryPolicies.PORTS)));
            ProbePod client = launched.running().get(CLIENT);
            ProbePod server = launched.running().get(SERVER);
            if (client == null || server == null || server.address() == null) {
                return Canary.skipped("failed to run: " + String.join("; ", launched.failed().values()));
            }
            return look(policies, server);
        } catch (ClusterException e) {
            return Canary.skipped("failed to run: " + e.reason());
        }
    }

    /** Policies that other runs have here now; none where they may not be listed. */
    private List<NetworkPolicy> others() {
        List<NetworkPolicy> others = cluster
                .search(options.namespace(), Map.of(ProbePodLabel.KEY, "true"), Set.of(OwnKind.NETWORK_POLICY))
                .objects()
                .stream()
                .filter(NetworkPolicy.class::isInstance)
                .map(NetworkPolicy.class::cast)
                .toList();
        others.forEach(policy -> remarks.accept("NetworkPolicy " + options.namespace() + "/"
                + policy.getMetadata().getName()
                + " is of another run, or was left behind by one. It is left alone and "
                + "not taken for the cluster's own; `netproof clean` removes what a crashed run left behind."));
        return others;
    }

    private Canary look(CanaryPolicies policies, ProbePod server) {
        Glance first = await(CLIENT, server, Glance::isOpen, false);
        boolean closedWorld = first == null;
        if (closedWorld && await(CLIENT, server, Glance::isClosed, true) == null) {
            return unknown("the canary's pods had no network that can be relied on: what is open and what is closed "
                    + "changed without a policy, or not even the kubelets of their nodes reached them");
        }
        long written = ticker.nanos();
        List<NetworkPolicy> created = new ArrayList<>();
        Seen seen;
        try {
            created.add(cluster.create(policies.egress(server)));
            created.add(cluster.create(policies.ingress(server)));
            seen = underPolicies(server, written);
            if (seen.egress() != null) {
                startUpLeak = newcomerLeaks(policies, server);
            }
        } finally {
            created.forEach(this::delete);
        }
        if (seen.egress() == null && seen.ingress() == null) {
            return closedWorld
                    ? unknown("everything is closed, with policies that allow it and without: a stronger policy, or no "
                            + "network at all")
                    : unenforced(seen);
        }
        long deleted = ticker.nanos();
        Glance after = await(CLIENT, server, closedWorld ? Glance::isClosed : Glance::isOpen, closedWorld);
        if (after == null) {
            return unknown(closedWorld
                    ? "closed at first, and not closed again, by pods that are alive, since a policy allowed it once"
                    : "closed under a policy, and not open again after it was deleted");
        }
        return result(seen, ticker.since(deleted), closedWorld);
    }

    /** A failure does not hide the one before it: the policy goes with the pod that owns it, whenever that goes. */
    private void delete(NetworkPolicy policy) {
        try {
            cluster.delete(policy);
        } catch (ClusterException e) {
            String name = policy.getMetadata().getName();
            remarks.accept("NetworkPolicy " + options.namespace() + "/" + name + " was not deleted: " + e.reason()
                    + " It goes with the canary's pod; `kubectl delete networkpolicy -n " + options.namespace() + " "
                    + name
                    + "` removes it now.");
        }
    }

    /** What was seen of each direction while the policies stood. */
    private record Seen(Streak egressStreak, Streak ingressStreak, @Nullable Duration after, boolean connected) {

        @Nullable
        Glance egress() {
            return egressStreak.glance();
        }

        @Nullable
        Glance ingress() {
            return ingressStreak.glance();
        }
    }

    /** Both directions are looked for at once; the one that does not show is waited for as long as patience lasts. */
    private Seen underPolicies(ProbePod server, long written) {
        Streak egress = new Streak();
        Streak ingress = new Streak();
        boolean[] connected = new boolean[1];
        ticker.await(() -> {
            long began = ticker.nanos();
            Glance glance = glance(CLIENT, server, false);
            connected[0] |= glance.allowed() instanceof Connected;
            egress.add(glance.showsEgress(), glance, began);
            ingress.add(glance.showsIngress(), glance, began);
            return egress.isLong() && ingress.isLong();
        }, POLL, options.patience());
        Long began = egress.isLong() && ingress.isLong() ? (Long) Math.max(egress.began(), ingress.began())
                : egress.isLong() ? (Long) egress.began() : ingress.isLong() ? (Long) ingress.began() : null;
        return new Seen(egress, ingress, began == null ? null : Duration.ofNanos(began - written),
                connected[0]);
    }

    private Canary result(Seen seen, Duration release, boolean closedWorld) {
        Glance in = seen.ingress();
        Glance out = seen.egress();
        Enforcement ingress = in == null ? unseen(seen.ingressStreak()) : how(in.ingress());
        Enforcement egress = out == null ? unseen(seen.egressStreak()) : how(out.egress());
        String words = closedWorld
                ? "a default deny of the whole cluster is enforced: closed, open while policies allowed it, closed again"
                : "ingress " + word(ingress) + ", egress " + word(egress);
        return new Canary(ingress, egress, seen.after(), release,
                startUpLeak == null ? null : startUpLeak.isPositive(), words + startUpLeak());
    }

    private static Canary unenforced(Seen seen) {
        Enforcement ingress = unseen(seen.ingressStreak());
        Enforcement egress = unseen(seen.egressStreak());
        return seen.connected()
                ? new Canary(ingress, egress, null, null, null, "ingress " + word(ingress) + ", egress " + word(egress))
                : unknown("under policies that allow one port and close two, none was open: the canary's pods had no "
                        + "network that can be relied on");
    }

    /**
     * Probes a pod that is born under the policies, at once, as an attacker or an early request would, and until the port that
     * they leave out is closed.
     *
     * @return how long it was open, zero if it never was; null if the pod did not start
     */
    private @Nullable Duration newcomerLeaks(CanaryPolicies policies, ProbePod server) {
        ProbeField.Launched launched = field.launch(List.of(pod(NEWCOMER, policies.client(), List.of())));
        if (!launched.running().containsKey(NEWCOMER)) {
            return null;
        }
        long running = ticker.nanos();
        if (!(glance(NEWCOMER, server, false).egress() instanceof Connected)) {
            return Duration.ZERO;
        }
        startUp.leaks(true);
        try {
            await(NEWCOMER, server, glance -> glance.egress() instanceof Closed, false);
            Duration open = ticker.since(running);
            return open.isPositive() ? open : Duration.ofMillis(1);
        } finally {
            startUp.leaks(false);
        }
    }

    private String startUpLeak() {
        return startUpLeak == null || startUpLeak.isZero() ? ""
                : ", a new pod was unprotected for " + startUpLeak.toMillis() + " ms";
    }

    /** Looks until the same was seen often enough in a row; null when it never was. */
    private @Nullable Glance await(String pod, ProbePod server, Predicate<Glance> wanted, boolean pulse) {
        Streak streak = new Streak();
        ticker.await(() -> {
            long began = ticker.nanos();
            Glance glance = glance(pod, server, pulse);
            streak.add(wanted.test(glance), glance, began);
            return streak.isLong();
        }, POLL, options.patience());
        return streak.glance();
    }

    /**
     * All three ports in the same moment.
     *
     * @param pulse whether it must show that both pods have a network
     */
    private Glance glance(String pod, ProbePod server, boolean pulse) {
        Map<Integer, Probe> probes = new LinkedHashMap<>();
        for (int port : CanaryPolicies.PORTS) {
            probes.put(port, probe(new Endpoint(Endpoint.Kind.POD, new Place.Pod(server.namespace(), server.name()),
                    String.valueOf(server.address()), port, Protocol.TCP, server.uid(), server.node())));
        }
        Map<String, List<Probe>> execs = new LinkedHashMap<>(Map.of(pod, List.copyOf(probes.values())));
        if (pulse) {
            // An exec in the server has to try something.
            execs.put(SERVER, List.of(probe(new Endpoint(Endpoint.Kind.EXTERNAL, new Place.Nowhere(), "192.0.2.1", 9,
                    Protocol.TCP, null, null))));
        }
        Round round = field.round(execs, pulse ? execs.keySet() : Set.of());
        return new Glance(seen(probes, CanaryPolicies.NO_EGRESS, round), seen(probes, CanaryPolicies.NO_INGRESS, round),
                seen(probes, CanaryPolicies.ALLOWED, round),
                execs.keySet().stream().noneMatch(key -> round.visits().getOrDefault(key, List.of()).isEmpty()));
    }

    private Probe probe(Endpoint target) {
        return new Probe("canary." + sent++, new Ask.Handshake(), target, target.address(), null, ATTEMPT);
    }

    private Observation seen(Map<Integer, Probe> probes, int port, Round round) {
        Probe probe = probes.get(port);
        return round.records().stream()
                .filter(raw -> probe != null && raw.probe().equals(probe.id()))
                .findFirst()
                .map(raw -> classifier.classify(Question.of(ProbeKind.TCP, false), raw))
                .orElseGet(() -> new Observation.Unreadable("the record of this probe never came"));
    }

    private ProbePodPlan pod(String key, String role, List<Integer> listens) {
        return new ProbePodPlan(key, options.namespace(), Map.of(CanaryPolicies.ROLE, role), null, List.of(), null)
                .listening(listens);
    }

    /** Of a direction in which nothing was closed; where it had just begun when patience ended, nobody knows. */
    private static Enforcement unseen(Streak streak) {
        return streak.hasBegun() ? Enforcement.UNKNOWN : Enforcement.IGNORED;
    }

    private static Enforcement how(Observation closed) {
        return closed.outcome() == Outcome.TIMEOUT ? Enforcement.DROPPED : Enforcement.REJECTED;
    }

    private static Canary unknown(String why) {
        return new Canary(Enforcement.UNKNOWN, Enforcement.UNKNOWN, null, null, null, why);
    }

    private static String word(Enforcement enforcement) {
        return switch (enforcement) {
            case DROPPED -> "enforced (drops)";
            case REJECTED -> "enforced (rejects)";
            case IGNORED -> "NOT enforced";
            case UNKNOWN -> "unclear";
        };
    }

    /** The same seen again and again. */
    private static final class Streak {

        private int length;
        private long began;
        private @Nullable Glance last;

        void add(boolean same, Glance glance, long at) {
            if (isLong()) {
                return;
            }
            if (same && length++ == 0) {
                began = at;
            }
            if (!same) {
                length = 0;
            }
            last = same ? glance : null;
        }

        boolean hasBegun() {
            return length > 0;
        }

        boolean isLong() {
            return length >= IN_A_ROW;
        }

        long began() {
            return began;
        }

        @Nullable
        Glance glance() {
            return isLong() ? last : null;
        }
    }
}
