package dev.netproof.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import dev.netproof.evidence.MatrixFile;

/** Where the bytes of the matrices of a run are, so that they can be sealed with its evidence. */
@FunctionalInterface
public interface MatrixSource {

    /** The bytes of a matrix file; empty if they are not at hand. They need not be the ones the run was made with. */
    Optional<byte[]> bytes(MatrixFile matrix) throws IOException;

    /** The files themselves, under the paths that the user gave. */
    static MatrixSource files() {
        return matrix -> {
            Path path;
            try {
                path = Path.of(matrix.file());
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
            if (!Files.isRegularFile(path)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(Layout.MOST_MATRIX_BYTES + 1);
                return bytes.length > Layout.MOST_MATRIX_BYTES ? Optional.empty() : Optional.of(bytes);
            }
        };
    }
}
