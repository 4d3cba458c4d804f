package dev.netproof.matrix.grammar;

import java.util.Optional;

/** The rule a text of the matrix follows. Knows no file and no position. */
@FunctionalInterface
public interface Grammar<T> {

    Parsed<T> parse(String text);

    /** How a text breaks the rule; empty if it doesn't. */
    default Optional<Parsed.Wrong<T>> wrong(String text) {
        return switch (parse(text)) {
            case Parsed.Wrong<T> wrong -> Optional.of(wrong);
            case Parsed.Read<T> read -> Optional.empty();
        };
    }
}
