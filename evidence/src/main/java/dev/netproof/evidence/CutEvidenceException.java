package dev.netproof.evidence;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Evidence that ends before its end. The process that wrote it was killed, its disk was full, or it is writing still. What was
 * whole has been read.
 */
public final class CutEvidenceException extends IOException {

    private static final long serialVersionUID = 1;

    private final int edges;

    /** @param edges how many are whole */
    public CutEvidenceException(String message, int edges, @Nullable Throwable cause) {
        super(message, cause);
        this.edges = edges;
    }

    /** How many edges are whole. */
    public int edges() {
        return edges;
    }

    /** The same, of this file. */
    public CutEvidenceException in(Object file) {
        return new CutEvidenceException(file + ": " + getMessage(), edges, this);
    }
}
