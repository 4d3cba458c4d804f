package dev.netproof.run;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** The places between two steps of a run, where its progress is told and where it can be cancelled. */
final class Steps {

    private final Progress progress;
    private final BooleanSupplier cancelled;

    Steps(Progress progress, BooleanSupplier cancelled) {
        this.progress = progress;
        this.cancelled = cancelled;
    }

    /**
     * Tells that a step begins.
     *
     * @throws CancellationException when the run is not to go on
     */
    void begin(String step) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled before " + step);
        }
        progress.step(step);
    }
}
