package dev.netproof.matrix.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the files among what a user named.
 *
 * <p>Folders are searched through for {@code *.yaml} and {@code *.yml}, sorted by name, but for hidden entries: a
 * mounted ConfigMap keeps its older versions in them. A file met twice is read once.
 */
final class MatrixFiles {

    /** What was found, in order. */
    sealed interface Found {

        /** The path as the user would write it. */
        Path path();

        /**
         * A file to read.
         *
         * @param named whether the user named the file itself, not a folder it is in
         */
        record File(Path path, boolean named) implements Found {}

        /**
         * Nothing to read.
         *
         * @param message what is wrong, as sentences
         */
        record Unfit(Path path, String message) implements Found {}
    }

    private final List<Found> found = new ArrayList<>();
    private final Set<Path> visited = new HashSet<>();

    private MatrixFiles() {}

    static List<Found> among(List<Path> paths) {
        var files = new MatrixFiles();
        paths.forEach(files::named);
        return files.found;
    }

    private void named(Path path) {
        if (Files.isDirectory(path)) {
            int before = found.size();
            boolean first = search(path);
            if (first && found.size() == before) {
                unfit(path, "the folder has no YAML file. Name a folder with *.yaml or *.yml files.");
            }
        } else if (Files.isRegularFile(path)) {
            file(path, true);
        } else if (Files.exists(path)) {
            unfit(path, "this is neither a file nor a folder. Name a YAML file, or a folder of them.");
        } else {
            unfit(path, "there is no such file. Check the path.");
        }
    }

    /** @return false when the folder was searched through before */
    private boolean search(Path folder) {
        List<Path> entries;
        try (var listing = Files.list(folder)) {
            if (!visited.add(folder.toRealPath())) {
                return false;
            }
            entries = listing.filter(entry -> !entry.getFileName().toString().startsWith(".")).sorted().toList();
        } catch (IOException e) {
            unfit(folder, "the folder can't be read. Check that you have the right to.");
            return true;
        }
        for (var entry : entries) {
            if (Files.isDirectory(entry)) {
                search(entry);
            } else if (Files.isRegularFile(entry) && isYaml(entry)) {
                file(entry, false);
            }
        }
        return true;
    }

    private void file(Path path, boolean named) {
        try {
            if (visited.add(path.toRealPath())) {
                found.add(new Found.File(path, named));
            }
        } catch (IOException e) {
            unfit(path, "the file can't be found any more. Check the path.");
        }
    }

    private void unfit(Path path, String message) {
        found.add(new Found.Unfit(path, message));
    }

    private static boolean isYaml(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
