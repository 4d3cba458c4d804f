package dev.netproof.cluster;

/** The cluster did not do what was asked. The message says what, why and how to fix it. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean unanswered;

    public ClusterException(String message) {
        super(message);
        this.unanswered = false;
    }

    public ClusterException(String message, Throwable cause) {
        this(message, cause, false);
    }

    ClusterException(String message, Throwable cause, boolean unanswered) {
        super(message, cause);
        this.unanswered = unanswered;
    }

    /** Whether no answer came, so that what was asked for may have been done. */
    public boolean isUnanswered() {
        return unanswered;
    }

    /** The message, for a place where it is not thrown on but written down. */
    public String reason() {
        String message = getMessage();
        return message == null ? "the cluster gave no reason" : message;
    }
}
