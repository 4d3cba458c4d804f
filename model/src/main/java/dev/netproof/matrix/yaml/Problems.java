package dev.netproof.matrix.yaml;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.netproof.evidence.Position;
import org.yaml.snakeyaml.error.Mark;

/** Collects what is wrong with one file. */
public final class Problems {

    private static final Comparator<Problem> BY_PLACE = Comparator.<Problem>comparingInt(p -> p.position().line())
            .thenComparingInt(p -> p.position().column());

    private final String file;
    /** An alias leads to one place many times: what is wrong there is said once. */
    private final Set<Problem> problems = new LinkedHashSet<>();
    private int errors;

    /** @param file the path as the user gave it */
    public Problems(String file) {
        this.file = file;
    }

    public Position at(Mark mark) {
        return at(mark.getLine() + 1, mark.getColumn() + 1);
    }

    public Position at(int line, int column) {
        return new Position(file, line, column);
    }

    /** For what is wrong with the file as a whole. */
    public Position atTop() {
        return at(1, 1);
    }

    public void error(Position position, String message) {
        if (problems.add(new Problem(position, Problem.Level.ERROR, message))) {
            errors++;
        }
    }

    public void warning(Position position, String message) {
        problems.add(new Problem(position, Problem.Level.WARNING, message));
    }

    public int errors() {
        return errors;
    }

    public List<Problem> inOrder() {
        return problems.stream().sorted(BY_PLACE).toList();
    }
}
