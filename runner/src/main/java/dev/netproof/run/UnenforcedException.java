package dev.netproof.run;

/** No deny can be believed in this cluster: enforcement was looked for and not seen. The message is one plain line. */
public final class UnenforcedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnenforcedException(String message) {
        super(message);
    }
}
