package dev.netproof.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Position;

/**
 * Reads matrices from YAML files.
 *
 * <p>Everything that is wrong with any of the files is found in one reading. Edges come out expanded:
 * <ul>
 * <li>{@code from} and {@code port} may be lists; each adds its element to the id, after a dot: {@code pays.checkout.80},
 * {@code resolves.53-udp}. A list of one does so too, so that an id stays when its list grows.
 * <li>{@code otherwise} becomes an edge for each source, destination and port that no other edge speaks of, with ids like
 * {@code otherwise.stranger.payments.8080-tcp}. No other edge's id begins with {@code otherwise.}.
 * </ul>
 *
 * <p>Files of up to 4 MiB, UTF-8, YAML of limited depth and number of aliases; one matrix makes up to 100,000 edges.
 * Several matrices may share a file.
 */
public final class MatrixReader {

    /**
     * Reads files, and folders with all that is below them.
     *
     * <p>In a folder, hidden entries are passed over, and so are objects of Kubernetes that have nothing to do with this
     * program: workloads and policies may lie beside the matrix that is about them. In a file that is named itself, such
     * an object is a problem.
     *
     * @param paths as the user wrote them; problems and matrices carry them so
     */
    public Reading read(List<Path> paths) {
        var reading = new OneReading();
        for (var found : MatrixFiles.among(paths)) {
            var problems = new Problems(found.path().toString());
            switch (found) {
                case MatrixFiles.Found.Unfit(Path path, String message) -> problems.error(problems.atTop(), message);
                case MatrixFiles.Found.File file -> reading.file(file, problems);
            }
            reading.problems.addAll(problems.inOrder());
        }
        return reading.result(paths);
    }

    private static final class OneReading {

        private final List<ConnectivityMatrix> matrices = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private final Map<String, Position> names = new HashMap<>();

        void file(MatrixFiles.Found.File file, Problems page) {
            SourceText.read(file.path(), page).ifPresent(source -> {
                boolean written = false;
                for (var node : new YamlDocuments(page).compose(source.text())) {
                    var document = new MatrixDocument(node, page);
                    if (!document.isEmpty()) {
                        written = true;
                        if (file.named() || !document.isForeign()) {
                            document.read().ifPresent(content -> matrix(content, file.path(), source));
                        }
                    }
                }
                if (!written && page.errors() == 0) {
                    page.error(page.atTop(), "the file is empty. Write a matrix, or delete the file.");
                }
            });
        }

        private void matrix(MatrixDocument.Content content, Path file, SourceText source) {
            var first = names.putIfAbsent(content.name(), content.nameValue().position());
            if (first != null) {
                content.nameValue().wrong("name " + content.name() + " is taken by the matrix at " + first
                        + ". Choose another name.");
            }
            matrices.add(new ConnectivityMatrix(content.name(), file.toString(), source.sha256(), content.edges()));
        }

        Reading result(List<Path> paths) {
            boolean sound = problems.stream().noneMatch(problem -> problem.level() == Problem.Level.ERROR);
            if (sound && matrices.isEmpty()) {
                var where = paths.isEmpty() ? "." : paths.getFirst().toString();
                problems.add(new Problem(new Position(where, 1, 1), Problem.Level.ERROR,
                        "no matrix was found. Name a file or a folder that holds kind: " + MatrixDocument.KIND + "."));
                return new Reading.Unsound(problems);
            }
            return sound ? new Reading.Sound(matrices, problems) : new Reading.Unsound(problems);
        }
    }
}
