package dev.netproof.matrix.reader;

import java.util.List;

import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.yaml.Problem;

/** What came of reading matrices: all of them, or everything that is wrong with any of them. */
public sealed interface Reading {

    /** Everything noticed, in the order of files, lines and columns. */
    List<Problem> problems();

    /**
     * Every matrix can be relied on.
     *
     * @param matrices in the order they were named, their names distinct; never empty
     * @param problems warnings only
     */
    record Valid(List<ConnectivityMatrix> matrices, List<Problem> problems) implements Reading {
        public Valid {
            matrices = List.copyOf(matrices);
            problems = List.copyOf(problems);
        }
    }

    /**
     * No matrix may be used.
     *
     * @param problems at least one error, and the warnings met beside it
     */
    record Invalid(List<Problem> problems) implements Reading {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
