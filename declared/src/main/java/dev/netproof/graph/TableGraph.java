package dev.netproof.graph;

import java.io.IOException;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.GraphEdge;

/** Columns as wide as their widest cell. */
final class TableGraph {

    private TableGraph() {}

    static void write(DeclaredGraph graph, Appendable out) throws IOException {
        int source = "SOURCE".length();
        int destination = "DESTINATION".length();
        for (GraphEdge edge : graph.edges()) {
            source = Math.max(source, edge.source().label().length());
            destination = Math.max(destination, edge.destination().label().length());
        }
        row(out, "SOURCE", source, "DESTINATION", destination, "CONNECTIONS");
        for (GraphEdge edge : graph.edges()) {
            row(out, edge.source().label(), source, edge.destination().label(), destination, edge.connections());
        }
    }

    private static void row(Appendable out, String source, int sourceWidth, String destination, int destinationWidth,
            String connections) throws IOException {
        out.append(source).append(" ".repeat(sourceWidth - source.length() + 2)).append(destination)
                .append(" ".repeat(destinationWidth - destination.length() + 2)).append(connections).append('\n');
    }
}
