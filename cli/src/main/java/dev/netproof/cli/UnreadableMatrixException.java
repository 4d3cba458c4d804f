package dev.netproof.cli;

import java.util.List;
import java.util.stream.Collectors;

import dev.netproof.matrix.yaml.Problem;

/** Matrices are wrong: a line for each problem. */
final class UnreadableMatrixException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableMatrixException(List<Problem> problems) {
        super(count(problems) + "\n" + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    private static String count(List<Problem> problems) {
        return problems.size() == 1 ? "there is a problem:" : "there are " + problems.size() + " problems:";
    }
}
