package dev.netproof.engine;

/** Nothing could be proven of an edge. Not an assertion error: reports tell an error from a failure. */
public final class InconclusiveException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InconclusiveException(String message) {
        super(message);
        setStackTrace(new StackTraceElement[0]);
    }
}
