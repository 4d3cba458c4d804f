package dev.netproof.matrix;

import java.util.List;

/**
 * One matrix as it was agreed, validated and expanded.
 *
 * @param file the path as the user gave it
 * @param sha256 of the file's bytes, lower-case hexadecimal
 * @param edges in the order of the file, those of {@code otherwise} last
 */
public record ConnectivityMatrix(String name, String file, String sha256, List<Edge> edges) {

    public ConnectivityMatrix {
        edges = List.copyOf(edges);
    }
}
