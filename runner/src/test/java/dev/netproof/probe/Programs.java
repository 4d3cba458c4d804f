package dev.netproof.probe;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs of this machine; tests that need one that is missing are skipped, visibly. */
public final class Programs {

    private Programs() {}

    public static boolean present(String name) {
        return find(name).isPresent();
    }

    public static Path path(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(name + " is not installed"));
    }

    /** Writes a shell script that can be run. */
    public static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Optional<Path> find(String name) {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, name)).filter(Files::isExecutable).findFirst();
    }
}
