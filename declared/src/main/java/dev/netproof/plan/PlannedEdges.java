package dev.netproof.plan;

import java.util.List;

/** The edges of a plan, in the order of the matrices. Those of a large plan are held some at a time. */
public interface PlannedEdges {

    /** Edges that are there already. */
    static PlannedEdges of(List<PlannedEdge> edges) {
        List<PlannedEdge> all = List.copyOf(edges);
        return new PlannedEdges() {
            @Override
            public int size() {
                return all.size();
            }

            @Override
            public List<PlannedEdge> range(int from, int to) {
                return all.subList(from, to);
            }
        };
    }

    int size();

    /** Some of them, planned anew each time: the same each time. */
    List<PlannedEdge> range(int from, int to);
}
