package dev.netproof.run;

import java.util.List;
import java.util.stream.Collectors;

import dev.netproof.plan.PlannedEdge.Mistaken;

/** The matrix contradicts the cluster. Found before anything was launched; the message has a line for each mistake. */
public final class MistakenMatrixException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MistakenMatrixException(List<Mistaken> mistakes) {
        super(mistakes.stream()
                .map(m -> m.edge().position() + ": edge " + m.edge().id() + ": " + m.reason() + ". " + m.advice())
                .collect(Collectors.joining("\n")));
    }
}
