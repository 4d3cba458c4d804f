package dev.netproof.manifests;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.netproof.evidence.Position;

/** All that is wrong, by file and place. */
final class ManifestProblems {

    private static final Comparator<Problem> BY_PLACE = Comparator.<Problem>comparingInt(Problem::file)
            .thenComparingInt(problem -> problem.at().line()).thenComparingInt(problem -> problem.at().column());

    private final List<String> files = new ArrayList<>();
    /** An alias leads to one place many times: what is wrong there is said once. */
    private final Set<Problem> all = new LinkedHashSet<>();

    /** @param file its number, in the order in which files are read */
    private record Problem(int file, Position at, String message) {

        @Override
        public String toString() {
            return (at.line() == 0 ? at.file() : at.toString()) + ": " + message;
        }
    }

    /**
     * Records that something is wrong.
     *
     * @param problem without a full stop
     * @param how to fix it, as sentences
     */
    void add(Position at, String problem, String how) {
        if (!files.contains(at.file())) {
            files.add(at.file());
        }
        all.add(new Problem(files.indexOf(at.file()), at, problem + ". " + how));
    }

    /** Records that something is wrong with a file or folder as a whole. */
    void add(String file, String problem, String how) {
        add(new Position(file, 0, 0), problem, how);
    }

    int count() {
        return all.size();
    }

    List<String> all() {
        return all.stream().sorted(BY_PLACE).map(Problem::toString).toList();
    }
}
