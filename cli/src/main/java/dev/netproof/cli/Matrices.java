package dev.netproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.MatrixReader;
import dev.netproof.matrix.Reading;

/** Reads the matrices a command is about. */
final class Matrices {

    private Matrices() {}

    /**
     * The matrices of files and folders; warnings are told.
     *
     * @throws UnreadableMatrixException with every problem of every file
     */
    static List<ConnectivityMatrix> read(List<Path> paths, PrintWriter err) {
        return switch (new MatrixReader().read(paths)) {
            case Reading.Unsound unsound -> throw new UnreadableMatrixException(unsound.problems());
            case Reading.Sound sound -> {
                sound.problems().forEach(err::println);
                err.flush();
                yield sound.matrices();
            }
        };
    }
}
