package dev.netproof.reports.archive;

import java.util.Optional;

/**
 * How evidence is sealed.
 *
 * @param matrices where the bytes of the matrices come from; one that is not at hand, or that has changed since the run
 *        read it, is left out, and {@code verify} remarks on it
 * @param key signs the archive; empty: it is sealed by hashes only
 */
public record Seal(MatrixSource matrices, Optional<SigningKey> key) {

    /** Without a signature; the matrices are files. */
    public static Seal byHashes() {
        return new Seal(MatrixSource.files(), Optional.empty());
    }
}
