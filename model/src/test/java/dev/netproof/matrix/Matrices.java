package dev.netproof.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;

/** Matrices for tests. */
public final class Matrices {

    private Matrices() {}

    /** The one sound matrix of a file. */
    public static ConnectivityMatrix read(String file) {
        return switch (new MatrixReader().read(List.of(Path.of(file)))) {
            case Reading.Valid sound -> sound.matrices().getFirst();
            case Reading.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    }

    /** What reading a text gives, its file called {@code m.yaml}. */
    public static Reading reading(String text) {
        return reading(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Reading reading(byte[] bytes) {
        try {
            var folder = Files.createTempDirectory("matrix");
            var file = folder.resolve("m.yaml");
            try {
                Files.write(file, bytes);
                return new MatrixReader().read(List.of(file));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
