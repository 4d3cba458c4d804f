package dev.netproof.evidence;

/**
 * Where something stands in a file a user wrote.
 *
 * @param file the path as the user gave it
 * @param line counts from 1
 * @param column counts from 1
 */
public record Position(String file, int line, int column) {

    /** {@code matrices/payments.yaml:23:15}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
