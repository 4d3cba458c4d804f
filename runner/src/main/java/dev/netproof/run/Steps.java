package dev.netproof.run;

import java.util.concurrent.CancellationException;

/** The places between two steps of a run, where its progress is told and where it can be cancelled. */
final class Steps {

    private final Progress progress;
    private final Cancellation cancellation;
    private String current = "starting";

    Steps(Progress progress, Cancellation cancellation) {
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Tells that a step begins.
     *
     * @throws CancellationException when the run is not to go on
     */
    void begin(String step) {
        check();
        tell(step);
    }

    /** Tells that a step begins that is not worth cancelling any more. */
    void tell(String step) {
        current = step;
        progress.step(step);
    }

    /**
     * For within a step that takes long.
     *
     * @throws CancellationException when the run is not to go on
     */
    void check() {
        if (cancellation.requested()) {
            throw new CancellationException("interrupted");
        }
    }

    /** The step the run has come to. */
    String current() {
        return current;
    }
}
