package dev.netproof.graph;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import dev.netproof.policy.DeclaredGraph;

/**
 * How a graph is written.
 *
 * <p>Everywhere a node is {@code namespace/name[Kind]} or a range of addresses, and what may pass is
 * {@code All Connections}, or protocols with ports such as {@code TCP 8080,9090-9099,UDP 53}; {@code Unknown} stands
 * before what policies don't settle.
 */
public enum GraphFormat {
    /** Columns for a terminal. */
    TABLE,
    /** RFC 4180 with the header {@code src,dst,conn}. */
    CSV,
    /** One object: {@code nodes}, {@code edges} of {@code src}, {@code dst}, {@code conn}, and what was left out. */
    JSON,
    /** A Mermaid flowchart. */
    MERMAID,
    /** A Graphviz digraph. */
    DOT;

    /** By the name that users type: {@code csv}. */
    public static Optional<GraphFormat> named(String name) {
        return Stream.of(values()).filter(format -> format.word().equals(name)).findFirst();
    }

    /** What users type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Writes the whole graph, with a line feed at the end. */
    public void write(DeclaredGraph graph, Appendable out) throws IOException {
        switch (this) {
            case TABLE -> TableGraph.write(graph, out);
            case CSV -> CsvGraph.write(graph, out);
            case JSON -> JsonGraph.write(graph, out);
            case MERMAID -> MermaidGraph.write(graph, out);
            case DOT -> DotGraph.write(graph, out);
        }
    }
}
