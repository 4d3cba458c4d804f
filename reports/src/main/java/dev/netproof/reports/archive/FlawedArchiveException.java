package dev.netproof.reports.archive;

import java.io.IOException;

/** An archive that is not read any further, and why. */
public final class FlawedArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Flaw flaw;

    FlawedArchiveException(Flaw flaw) {
        super(flaw.toString());
        this.flaw = flaw;
    }

    FlawedArchiveException(Flaw.Kind kind, String where, String what) {
        this(new Flaw(kind, where, what));
    }

    public Flaw flaw() {
        return flaw;
    }
}
