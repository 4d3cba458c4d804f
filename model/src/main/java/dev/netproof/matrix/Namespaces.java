package dev.netproof.matrix;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The namespaces that edges are about. */
public final class Namespaces {

    private Namespaces() {}

    /** Those of its source, its target and its proxy; an address outside the cluster lies in none. */
    public static Set<String> of(Edge edge) {
        Set<String> namespaces = new TreeSet<>();
        namespaces.add(edge.source().identity().namespace());
        add(edge.destination().target(), namespaces);
        if (edge.via() != null) {
            add(edge.via().proxy().target(), namespaces);
        }
        return namespaces;
    }

    /** What a run of these matrices reads: theirs, and those where every cluster keeps what most pods may reach. */
    public static Set<String> read(List<ConnectivityMatrix> matrices) {
        Set<String> namespaces = new TreeSet<>(Set.of("default", "kube-system"));
        matrices.forEach(matrix -> matrix.edges().forEach(edge -> namespaces.addAll(of(edge))));
        return namespaces;
    }

    /** Where a run of these matrices launches probe pods. */
    public static Set<String> launched(List<ConnectivityMatrix> matrices) {
        Set<String> namespaces = new TreeSet<>();
        for (ConnectivityMatrix matrix : matrices) {
            for (Edge edge : matrix.edges()) {
                namespaces.add(edge.source().identity().namespace());
                if (edge.destination().standIn()) {
                    add(edge.destination().target(), namespaces);
                }
            }
        }
        return namespaces;
    }

    private static void add(Target target, Set<String> namespaces) {
        switch (target) {
            case Target.OfService service -> namespaces.add(service.namespace());
            case Target.OfWorkload workload -> namespaces.add(workload.namespace());
            case Target.OfPods pods -> namespaces.add(pods.namespace());
            case Target.Address address -> {
                // Lies outside every namespace.
            }
            case Target.Host host -> {
                // Lies outside every namespace.
            }
        }
    }
}
