package dev.netproof.audit;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Position;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.policy.IpRange;
import dev.netproof.policy.Unevaluated;
import dev.netproof.snapshot.Snapshot;

/**
 * What an audit is made of.
 *
 * @param namespaces whose objects are reported on; empty for all
 * @param matrices that should cover every workload, written out; empty when that is not asked
 * @param today in UTC, by which suppressions expire
 * @param unread objects that have to do with the network, of kinds that are not known
 */
public record AuditInput(Snapshot snapshot, Extent extent, Set<String> namespaces, Options options,
        List<ConnectivityMatrix> matrices, LocalDate today, Locator locator, List<Unevaluated> unread) {

    /** How much of a cluster the snapshot is. What was not read can't be said to be missing. */
    public enum Extent {
        /** All of it. */
        CLUSTER,
        /** Some namespaces. */
        NAMESPACES,
        /** What manifests make, in a cluster of which nothing is known. */
        MANIFESTS
    }

    /**
     * What the audit can't find out by itself.
     *
     * @param protectedLabels labels of namespaces that not everybody may set, or prefixes of such labels
     * @param clusterRanges addresses of pods, Services and nodes, besides those that the snapshot shows
     * @param nameservers addresses of DNS; empty to look for it in the snapshot
     */
    public record Options(Set<String> protectedLabels, List<IpRange> clusterRanges, List<String> nameservers) {

        public static final Options DEFAULTS = new Options(Set.of(), List.of(), List.of());

        public Options {
            protectedLabels = Set.copyOf(protectedLabels);
            clusterRanges = List.copyOf(clusterRanges);
            nameservers = List.copyOf(nameservers);
        }
    }

    /** Knows where objects are written. */
    @FunctionalInterface
    public interface Locator {

        Locator NOWHERE = (kind, namespace, name, part) -> Optional.empty();

        /**
         * Where a part of an object stands; empty if nobody knows.
         *
         * @param namespace empty for what is of the whole cluster
         * @param part such as {@code spec.ingress[0]}; empty for the object
         */
        Optional<Position> find(String kind, String namespace, String name, String part);
    }

    public AuditInput {
        namespaces = Set.copyOf(namespaces);
        matrices = List.copyOf(matrices);
        unread = List.copyOf(unread);
    }

    /** Where everything that has to do with the network was read. */
    public AuditInput(Snapshot snapshot, Extent extent, Set<String> namespaces, Options options,
            List<ConnectivityMatrix> matrices, LocalDate today, Locator locator) {
        this(snapshot, extent, namespaces, options, matrices, today, locator, List.of());
    }
}
