package dev.netproof.matrix;

import java.util.List;

/**
 * One matrix as it was agreed, validated and expanded.
 *
 * @param file the path as the user gave it
 * @param includes the files it includes, by their paths, in the order in which they were met
 * @param sha256 of the file's bytes, and after them those of the files it includes, lower-case hexadecimal
 * @param edges in the order of the file, those of {@code otherwise} last
 * @param repetitions what the edges have yet to be repeated for, by the expansion of the reader, before they can be
 *     planned; empty when they stand for themselves
 */
public record ConnectivityMatrix(String name, String file, List<String> includes, String sha256,
        List<Edge> edges, List<Repetition> repetitions) {

    public ConnectivityMatrix {
        includes = List.copyOf(includes);
        edges = List.copyOf(edges);
        repetitions = List.copyOf(repetitions);
    }

    /** A matrix that includes and repeats nothing. */
    public ConnectivityMatrix(String name, String file, String sha256, List<Edge> edges) {
        this(name, file, List.of(), sha256, edges, List.of());
    }

    /** The same with other edges, which are yet to be repeated so. */
    public ConnectivityMatrix with(List<Edge> others, List<Repetition> repeated) {
        return new ConnectivityMatrix(name, file, includes, sha256, others, repeated);
    }
}
