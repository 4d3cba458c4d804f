package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/**
 * A matrix of the run and the file it was read from.
 *
 * @param sha256 of the file's bytes, lower-case hexadecimal
 * @param edges how many edges it has, expanded
 * @param revision null when the file is in no git checkout, or git could not be asked
 */
public record MatrixFile(String matrix, String file, String sha256, int edges, @Nullable Revision revision) {

    /** A file of which no revision is known. */
    public MatrixFile(String matrix, String file, String sha256, int edges) {
        this(matrix, file, sha256, edges, null);
    }
}
