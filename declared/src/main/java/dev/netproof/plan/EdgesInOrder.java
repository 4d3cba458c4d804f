package dev.netproof.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;

/** Plans the edges of a plan when they are asked for, and keeps none. */
final class EdgesInOrder implements PlannedEdges {

    private final List<ConnectivityMatrix> matrices;
    private final int[] indices;
    private final Planning planning;

    /** Plans one edge. */
    @FunctionalInterface
    interface Planning {
        /**
         * Plans it.
         *
         * @param index among all edges of all matrices
         */
        PlannedEdge plan(String matrix, Edge edge, int index);
    }

    /** @param left the edges that are part of the plan, by their index among all edges of all matrices */
    EdgesInOrder(List<ConnectivityMatrix> matrices, BitSet left, Planning planning) {
        this.matrices = List.copyOf(matrices);
        this.indices = left.stream().toArray();
        this.planning = planning;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public List<PlannedEdge> range(int from, int to) {
        List<PlannedEdge> edges = new ArrayList<>(to - from);
        int first = 0;
        int at = from;
        for (ConnectivityMatrix matrix : matrices) {
            int after = first + matrix.edges().size();
            for (; at < to && indices[at] < after; at++) {
                edges.add(planning.plan(matrix.name(), matrix.edges().get(indices[at] - first), indices[at]));
            }
            first = after;
        }
        return edges;
    }
}
