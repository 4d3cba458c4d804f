package dev.netproof.graph;

import java.io.IOException;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.GraphEdge;

/** Comma-separated values. */
final class CsvGraph {

    private CsvGraph() {}

    static void write(DeclaredGraph graph, Appendable out) throws IOException {
        out.append("src,dst,conn\n");
        for (GraphEdge edge : graph.edges()) {
            out.append(quoted(edge.source().label())).append(',').append(quoted(edge.destination().label()))
                    .append(',').append(quoted(edge.connections())).append('\n');
        }
    }

    private static String quoted(String text) {
        return text.indexOf(',') < 0 && text.indexOf('"') < 0 ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
