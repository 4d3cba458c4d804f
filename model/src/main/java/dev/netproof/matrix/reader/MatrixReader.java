package dev.netproof.matrix.reader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Position;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.yaml.Problem;
import dev.netproof.matrix.yaml.Problems;
import dev.netproof.matrix.yaml.Value;

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
 * Several matrices may share a file, and several files the peers of another.
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
            switch (found) {
                case MatrixFiles.Found.Unfit(Path path, String message) -> {
                    var problems = new Problems(path.toString());
                    problems.error(problems.atTop(), message);
                    reading.pages.add(problems);
                }
                case MatrixFiles.Found.File(Path path, boolean named) -> reading.file(path, named);
            }
        }
        return reading.result(paths);
    }

    private static final class OneReading {

        private final List<ConnectivityMatrix> matrices = new ArrayList<>();
        private final List<Problems> pages = new ArrayList<>();
        private final Map<String, Position> names = new HashMap<>();
        private final InputFile.Shelf shelf = new InputFile.Shelf(pages::add);
        private final Includes includes = new Includes(shelf);

        void file(Path path, boolean named) {
            var file = shelf.take(path);
            if (file.documents().isEmpty() && file.problems().errors() == 0) {
                file.problems().error(file.problems().atTop(),
                        "the file is empty. Write a matrix, or delete the file.");
            }
            for (var document : file.documents()) {
                if (document.claims(Document.Kind.PEERS)) {
                    includes.peersOf(file);
                } else if (named || !document.isForeign()) {
                    document.read(Document.Kind.MATRIX).ifPresent(parts -> matrix(parts, file));
                }
            }
        }

        private void matrix(Document.Parts parts, InputFile file) {
            var content = parts.spec().map(new SpecReader(file, includes)::read);
            parts.name().ifPresent(name -> parts.nameValue().ifPresent(where -> claim(name, where)));
            parts.name().ifPresent(name -> content.ifPresent(read -> matrices.add(new ConnectivityMatrix(name,
                    file.path().toString(), read.includes(), read.sha256(), read.edges(), read.repetitions()))));
        }

        private void claim(String name, Value where) {
            var first = names.putIfAbsent(name, where.position());
            if (first != null) {
                where.wrong("name " + name + " is taken by the matrix at " + first + ". Choose another name.");
            }
        }

        Reading result(List<Path> paths) {
            var problems = new ArrayList<Problem>();
            pages.forEach(page -> problems.addAll(page.inOrder()));
            boolean sound = problems.stream().noneMatch(problem -> problem.level() == Problem.Level.ERROR);
            if (sound && matrices.isEmpty()) {
                var where = paths.isEmpty() ? "." : paths.getFirst().toString();
                problems.add(new Problem(new Position(where, 1, 1), Problem.Level.ERROR,
                        "no matrix was found. Name a file or a folder that holds kind: " + Document.Kind.MATRIX.word()
                                + "."));
                return new Reading.Invalid(problems);
            }
            return sound ? MatrixExpansion.withoutCluster(matrices, problems) : new Reading.Invalid(problems);
        }
    }
}
