package dev.netproof.graph;

import java.io.IOException;
import java.util.Map;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.GraphEdge;
import dev.netproof.policy.GraphNode;

/** A Graphviz digraph. */
final class DotGraph {

    private DotGraph() {}

    static void write(DeclaredGraph graph, Appendable out) throws IOException {
        Map<GraphNode, String> names = Numbered.nodes(graph);
        out.append("digraph declared {\n    rankdir=LR;\n    node [shape=box];\n");
        for (Map.Entry<GraphNode, String> node : names.entrySet()) {
            out.append("    ").append(node.getValue()).append(" [label=\"").append(escaped(node.getKey().label()))
                    .append("\"];\n");
        }
        for (GraphEdge edge : graph.edges()) {
            out.append("    ").append(names.get(edge.source())).append(" -> ").append(names.get(edge.destination()))
                    .append(" [label=\"").append(escaped(edge.connections())).append("\"];\n");
        }
        out.append("}\n");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
