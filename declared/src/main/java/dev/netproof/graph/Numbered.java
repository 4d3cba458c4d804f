package dev.netproof.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.GraphNode;

/** Short names for nodes, for formats whose identifiers can't have every character. */
final class Numbered {

    private Numbered() {}

    /** {@code n0}, {@code n1} … in the order in which nodes come. */
    static Map<GraphNode, String> nodes(DeclaredGraph graph) {
        Map<GraphNode, String> names = new LinkedHashMap<>();
        Stream.concat(graph.nodes().stream(),
                graph.edges().stream().flatMap(edge -> Stream.of(edge.source(), edge.destination())))
                .forEach(node -> names.computeIfAbsent(node, any -> "n" + names.size()));
        return names;
    }
}
