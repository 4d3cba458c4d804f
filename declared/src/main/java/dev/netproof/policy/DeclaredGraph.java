package dev.netproof.policy;

import java.util.List;

/**
 * Who may reach whom by what policies declare.
 *
 * @param nodes all there are, with and without edges
 * @param edges by source, then destination; none between a node and itself, and none where nothing may pass
 * @param leftOut pods in the network of their node, {@code namespace/name}: policies don't govern them
 * @param unevaluated policies that edges call unknown because of, and other objects that were not read
 */
public record DeclaredGraph(List<GraphNode> nodes, List<GraphEdge> edges, List<String> leftOut,
        List<Unevaluated> unevaluated) {

    /** What a node of the graph is. */
    public enum By {
        POD, WORKLOAD
    }

    public DeclaredGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        leftOut = List.copyOf(leftOut);
        unevaluated = List.copyOf(unevaluated);
    }

    /** The same, with another list of what is not evaluated. */
    public DeclaredGraph with(List<Unevaluated> others) {
        return new DeclaredGraph(nodes, edges, leftOut, others);
    }
}
