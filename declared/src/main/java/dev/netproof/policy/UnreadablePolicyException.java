package dev.netproof.policy;

/** A part of a policy says nothing that could be evaluated. */
public final class UnreadablePolicyException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadablePolicyException(String problem) {
        super(problem);
    }

    /** What is wrong, as the second half of a sentence about the policy. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
