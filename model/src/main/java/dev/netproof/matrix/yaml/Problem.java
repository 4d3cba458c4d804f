package dev.netproof.matrix.yaml;

import dev.netproof.evidence.Position;

/**
 * Something wrong with what a user wrote.
 *
 * @param message what is wrong and how to fix it, as sentences
 */
public record Problem(Position position, Level level, String message) {

    /** Whether a problem stops a run. */
    public enum Level {
        /** The matrix can't be relied on. */
        ERROR,
        /** Worth a look; a run goes on. */
        WARNING
    }

    /** {@code matrices/payments.yaml:23:15: what is wrong. How to fix.} */
    @Override
    public String toString() {
        return switch (level) {
            case ERROR -> position + ": " + message;
            case WARNING -> position + ": warning: " + message;
        };
    }
}
