package dev.netproof.run;

/** Another run of the same matrix is under way. Nothing was launched; the message names that run and since when it runs. */
public final class MatrixBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MatrixBusyException(String message) {
        super(message);
    }
}
