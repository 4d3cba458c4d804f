package dev.netproof.lab;

import java.util.List;

/** Manifests cannot be applied. Says everything that is wrong with them, each with file and line. */
public final class ManifestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    ManifestException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each: where, what is wrong, how to fix it. */
    public List<String> problems() {
        return problems;
    }
}
