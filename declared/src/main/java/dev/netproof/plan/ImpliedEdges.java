package dev.netproof.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;

/**
 * What {@code otherwise} implies gives way to what somebody wrote: only here is it known that a port's name and its number,
 * or a Service and its workload, are one and the same connection.
 */
final class ImpliedEdges {

    private final Set<String> written = new HashSet<>();

    /** Leaves out the implied edges that a written edge speaks of, and those over a port their target does not have. */
    static List<PlannedEdge> without(List<PlannedEdge> edges) {
        ImpliedEdges all = new ImpliedEdges();
        edges.forEach(all::add);
        return edges.stream().filter(edge -> !all.isSuperfluous(edge)).toList();
    }

    /** One of the edges of a matrix; all must be known before the first is asked about. */
    void add(PlannedEdge edge) {
        if (edge instanceof Probed probed && !edge.edge().isImplied()) {
            probed.paths().forEach(path -> written.add(connection(probed, path)));
        }
    }

    /** Whether it is implied, and a written edge speaks of it or its target does not have the port. */
    boolean isSuperfluous(PlannedEdge edge) {
        return edge.edge().isImplied() && (edge instanceof Mistaken || (edge instanceof Probed probed
                && probed.paths().stream().anyMatch(path -> written.contains(connection(probed, path)))));
    }

    /** Through a proxy the connection that counts is another one. */
    private static String connection(Probed edge, Path path) {
        return edge.pod() + ' ' + path.probe().endpoint().tuple() + ' ' + path.probe().proxy();
    }
}
