package dev.netproof.cluster;

/** The cluster did not do what was asked. The message says what, why and how to mend it. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The message, for a place where it is not thrown on but written down. */
    public String reason() {
        String message = getMessage();
        return message == null ? "the cluster gave no reason" : message;
    }
}
