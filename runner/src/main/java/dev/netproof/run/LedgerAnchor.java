package dev.netproof.run;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.matrix.ConnectivityMatrix;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest link of a ledger in the cluster, out of reach of whoever can write to the ledger alone, and in the audit
 * log of the API server. An annotation of a Lease, because a run has the rights to leases anyway, where it holds its own.
 */
public final class LedgerAnchor {

    /** Holds the newest link. */
    public static final String LINK = "netproof.dev/ledger-link";

    /** Holds the number of the newest entry. */
    public static final String ENTRY = "netproof.dev/ledger-entry";

    private static final int SHORT = 12;

    private final Cluster cluster;
    private final Clock clock;
    private final String namespace;

    LedgerAnchor(Cluster cluster, Clock clock, String namespace) {
        this.cluster = cluster;
        this.clock = clock;
        this.namespace = namespace;
    }

    /** In the namespace where a run of these matrices holds its leases; empty when there is nothing to run. */
    public static Optional<LedgerAnchor> of(Cluster cluster, Clock clock, @Nullable CanaryOptions canary,
            List<ConnectivityMatrix> matrices) {
        return matrices.stream()
                .filter(matrix -> !matrix.edges().isEmpty())
                .findFirst()
                .map(matrix -> new LedgerAnchor(cluster, clock, Claims.namespace(canary, matrix)));
    }

    /**
     * Keeps it. Each ledger has a Lease of its own, named by the first link, so that a ledger that takes the place of another
     * does not take its anchor too.
     *
     * @return the Lease, to be told
     * @throws ClusterException when the cluster refuses, for want of rights for instance
     */
    public String keep(String first, int entry, String newest) {
        Map<String, String> annotations = Map.of(LINK, newest, ENTRY, Integer.toString(entry));
        Lease wanted = new LeaseBuilder().withNewMetadata()
                .withName("netproof-ledger-" + first.substring(0, Math.min(first.length(), SHORT)))
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/managed-by", "netproof")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("netproof")
                .withRenewTime(clock.instant().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
        Optional<Lease> found = cluster.read(wanted);
        Lease kept = found.isEmpty()
                ? cluster.create(wanted)
                : cluster.replace(found.get().edit().editMetadata().addToAnnotations(annotations).endMetadata()
                        .withSpec(wanted.getSpec()).build());
        return "lease " + kept.getMetadata().getName() + " in namespace " + namespace;
    }
}
