package dev.netproof.graph;

import java.io.IOException;
import java.util.Map;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.GraphEdge;
import dev.netproof.policy.GraphNode;

/** A Mermaid flowchart from left to right. */
final class MermaidGraph {

    private MermaidGraph() {}

    static void write(DeclaredGraph graph, Appendable out) throws IOException {
        Map<GraphNode, String> names = Numbered.nodes(graph);
        out.append("flowchart LR\n");
        for (Map.Entry<GraphNode, String> node : names.entrySet()) {
            out.append("    ").append(node.getValue()).append("[\"").append(escaped(node.getKey().label()))
                    .append("\"]\n");
        }
        for (GraphEdge edge : graph.edges()) {
            out.append("    ").append(names.get(edge.source())).append(" -->|\"")
                    .append(escaped(edge.connections())).append("\"| ").append(names.get(edge.destination()))
                    .append('\n');
        }
    }

    private static String escaped(String text) {
        return text.replace("#", "#35;").replace("\"", "#quot;").replace("<", "#lt;");
    }
}
