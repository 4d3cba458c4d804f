package dev.netproof.graph;

import java.io.IOException;
import java.util.List;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.GraphEdge;
import dev.netproof.policy.GraphNode;
import dev.netproof.policy.Unevaluated;

/** A JSON object, an edge a line. */
final class JsonGraph {

    private static final int FIRST_PRINTABLE = 0x20;

    private JsonGraph() {}

    static void write(DeclaredGraph graph, Appendable out) throws IOException {
        out.append("{\n\"nodes\": ");
        strings(out, graph.nodes().stream().map(GraphNode::label).toList());
        out.append(",\n\"edges\": [");
        String separator = "\n";
        for (GraphEdge edge : graph.edges()) {
            out.append(separator).append("{\"src\": ").append(string(edge.source().label())).append(", \"dst\": ")
                    .append(string(edge.destination().label())).append(", \"conn\": ")
                    .append(string(edge.connections())).append('}');
            separator = ",\n";
        }
        out.append("],\n\"leftOut\": ");
        strings(out, graph.leftOut());
        out.append(",\n\"unevaluated\": ");
        unevaluated(graph, out);
        out.append("\n}\n");
    }

    private static void unevaluated(DeclaredGraph graph, Appendable out) throws IOException {
        out.append('[');
        String separator = "\n";
        for (Unevaluated one : graph.unevaluated()) {
            out.append(separator).append("{\"object\": ").append(string(one.object().toString()))
                    .append(", \"reason\": ").append(string(one.reason()));
            if (one.position().isPresent()) {
                out.append(", \"position\": ").append(string(one.position().get().toString()));
            }
            out.append('}');
            separator = ",\n";
        }
        out.append(']');
    }

    private static void strings(Appendable out, List<String> texts) throws IOException {
        out.append('[');
        String separator = "";
        for (String text : texts) {
            out.append(separator).append(string(text));
            separator = ", ";
        }
        out.append(']');
    }

    private static String string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
