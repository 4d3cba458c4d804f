package dev.netproof.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.probe.RunMark;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import org.jspecify.annotations.Nullable;

/**
 * A run's claim to a matrix: a Lease (coordination.k8s.io/v1) that only one run can hold. It must be renewed; that of a run
 * that died ends by itself.
 */
final class Claim {

    /** How long a claim lasts after it was made or renewed. */
    static final Duration LASTS = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Clock clock;
    private final String matrix;
    private final String runId;
    private Lease held;

    private Claim(Cluster cluster, Clock clock, String matrix, String runId, Lease held) {
        this.cluster = cluster;
        this.clock = clock;
        this.matrix = matrix;
        this.runId = runId;
        this.held = held;
    }

    /**
     * Claims the matrix.
     *
     * @throws MatrixBusyException when another run holds it
     * @throws ClusterException when the cluster refuses
     */
    static Claim make(Cluster cluster, Clock clock, RunMark mark, String matrix, String namespace) {
        Lease wanted = new LeaseBuilder().withNewMetadata()
                .withName(name(matrix))
                .withNamespace(namespace)
                .addToLabels(RunMark.labels())
                .addToLabels("app.kubernetes.io/managed-by", "netproof")
                .withAnnotations(mark.annotations())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(mark.runId())
                .withLeaseDurationSeconds((int) LASTS.toSeconds())
                .withAcquireTime(now(clock))
                .withRenewTime(now(clock))
                .withLeaseTransitions(0)
                .endSpec()
                .build();
        return new Claim(cluster, clock, matrix, mark.runId(), take(cluster, clock, matrix, wanted));
    }

    /** Names of objects end at 253 characters, those of matrices at 63. */
    private static String name(String matrix) {
        return "netproof-" + matrix;
    }

    private static Lease take(Cluster cluster, Clock clock, String matrix, Lease wanted) {
        Optional<Lease> found = cluster.read(wanted);
        try {
            return found.isEmpty()
                    ? cluster.create(wanted)
                    : cluster.replace(takenOver(wanted, unheld(found.get(), matrix, clock.instant())));
        } catch (ClusterException e) {
            // Another run may have been faster: then it is the holder now, and that is the reason to give.
            cluster.read(wanted).ifPresent(lease -> unheld(lease, matrix, clock.instant()));
            throw e;
        }
    }

    private static Lease takenOver(Lease wanted, Lease former) {
        Integer transitions = former.getSpec() == null ? null : former.getSpec().getLeaseTransitions();
        return wanted.edit()
                .editMetadata()
                .withResourceVersion(former.getMetadata().getResourceVersion())
                .endMetadata()
                .editSpec()
                .withLeaseTransitions(Objects.requireNonNullElse(transitions, 0) + 1)
                .endSpec()
                .build();
    }

    /** The lease, which nobody holds any more. */
    private static Lease unheld(Lease lease, String matrix, Instant now) {
        LeaseSpec spec = lease.getSpec();
        String holder = spec == null ? null : spec.getHolderIdentity();
        Instant ends = ends(spec);
        if (holder == null || holder.isEmpty() || ends == null || !now.isBefore(ends)) {
            return lease;
        }
        ZonedDateTime since = spec == null ? null : spec.getAcquireTime();
        throw new MatrixBusyException("Another run of matrix " + matrix + " is under way: " + holder + " holds lease "
                + lease.getMetadata().getName() + " in namespace " + lease.getMetadata().getNamespace()
                + (since == null ? "" : " since " + second(since.toInstant())) + ". Try again when it has ended; "
                + "if it was killed, its lease ends at " + second(ends) + ".");
    }

    private static @Nullable Instant ends(@Nullable LeaseSpec spec) {
        ZonedDateTime renewed = spec == null ? null : spec.getRenewTime();
        Integer seconds = spec == null ? null : spec.getLeaseDurationSeconds();
        return renewed == null || seconds == null ? null : renewed.toInstant().plusSeconds(seconds);
    }

    private static Instant second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    /** A lease has microseconds. */
    private static ZonedDateTime now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
    }

    /**
     * Makes it last from now on.
     *
     * @throws MatrixBusyException when another run has taken over meanwhile
     * @throws ClusterException when the cluster refuses; the claim may still be there
     */
    synchronized void renew() {
        try {
            held = cluster.replace(held.edit().editSpec().withRenewTime(now(clock)).endSpec().build());
        } catch (ClusterException e) {
            Optional<Lease> found = cluster.read(held);
            if (found.isPresent() && !isOurs(found.get())) {
                unheld(found.get(), matrix, clock.instant());
            }
            found.filter(this::isOurs).ifPresent(lease -> held = lease);
            throw e;
        }
    }

    /**
     * Gives it up, unless somebody else holds it by now.
     *
     * @throws ClusterException when the cluster refuses
     */
    synchronized void release() {
        cluster.read(held).filter(this::isOurs).ifPresent(cluster::delete);
    }

    private boolean isOurs(Lease lease) {
        return lease.getSpec() != null && runId.equals(lease.getSpec().getHolderIdentity());
    }
}
