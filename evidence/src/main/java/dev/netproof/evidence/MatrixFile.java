package dev.netproof.evidence;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A matrix of the run and the file it was read from.
 *
 * @param includes the files it includes, by their paths, in the order in which they were met
 * @param sha256 of the file's bytes, and after them those of the files it includes, lower-case hexadecimal
 * @param edges how many edges it has, expanded
 * @param revision null when the file is in no git checkout, or git could not be asked
 */
public record MatrixFile(String matrix, String file, List<String> includes, String sha256, int edges,
        @Nullable Revision revision) {

    public MatrixFile {
        includes = List.copyOf(includes);
    }

    /** A file that includes none, of which no revision is known. */
    public MatrixFile(String matrix, String file, String sha256, int edges) {
        this(matrix, file, List.of(), sha256, edges, null);
    }
}
