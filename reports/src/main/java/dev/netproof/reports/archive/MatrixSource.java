package dev.netproof.reports.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import dev.netproof.evidence.MatrixFile;

/** Where the bytes of the matrices of a run are, so that they can be sealed with its evidence. */
@FunctionalInterface
public interface MatrixSource {

    /** The bytes of a matrix file, and after them those of the files it includes; empty if they are not at hand. They need not be the ones the run was made with. */
    Optional<byte[]> bytes(MatrixFile matrix) throws IOException;

    /** The files themselves, under the paths that the user gave: a matrix, and after it what it includes. */
    static MatrixSource files() {
        return matrix -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (String file : Stream.concat(Stream.of(matrix.file()), matrix.includes().stream()).toList()) {
                Optional<Path> path = regular(file);
                if (path.isEmpty()) {
                    return Optional.empty();
                }
                try (InputStream in = Files.newInputStream(path.get())) {
                    bytes.write(in.readNBytes(Layout.MOST_MATRIX_BYTES + 1 - bytes.size()));
                }
                if (bytes.size() > Layout.MOST_MATRIX_BYTES) {
                    return Optional.empty();
                }
            }
            return Optional.of(bytes.toByteArray());
        };
    }

    private static Optional<Path> regular(String file) {
        try {
            return Optional.of(Path.of(file)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
