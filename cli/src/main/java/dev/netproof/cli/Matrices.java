package dev.netproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.netproof.cluster.Cluster;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.reader.MatrixExpansion;
import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;

/** Reads the matrices a command is about. */
final class Matrices {

    private Matrices() {}

    /**
     * The matrices with what they say for each of some namespaces written out; the cluster is asked which there are only when
     * that matters.
     *
     * @throws UnreadableMatrixException when that comes to nothing, or to a contradiction
     */
    static List<ConnectivityMatrix> expand(List<ConnectivityMatrix> matrices, Cluster cluster) {
        return expand(matrices, cluster::namespaces);
    }

    /** Likewise, with namespaces by name and their labels from elsewhere. */
    static List<ConnectivityMatrix> expand(List<ConnectivityMatrix> matrices,
            Supplier<Map<String, Map<String, String>>> present) {
        var namespaces = MatrixExpansion.needsNamespaces(matrices)
                ? present.get()
                : Map.<String, Map<String, String>>of();
        return expand(matrices, namespaces);
    }

    /**
     * Likewise, for namespaces that are known.
     *
     * @param namespaces by name, each with its labels
     */
    static List<ConnectivityMatrix> expand(List<ConnectivityMatrix> matrices,
            Map<String, Map<String, String>> namespaces) {
        return switch (MatrixExpansion.expand(matrices, namespaces)) {
            case Reading.Invalid invalid -> throw new UnreadableMatrixException(invalid.problems());
            case Reading.Valid sound -> sound.matrices();
        };
    }

    /**
     * The matrices of files and folders; warnings are told.
     *
     * @throws UnreadableMatrixException with every problem of every file
     */
    static List<ConnectivityMatrix> read(List<Path> paths, PrintWriter err) {
        return switch (new MatrixReader().read(paths)) {
            case Reading.Invalid invalid -> throw new UnreadableMatrixException(invalid.problems());
            case Reading.Valid sound -> {
                sound.problems().forEach(err::println);
                err.flush();
                yield sound.matrices();
            }
        };
    }
}
