package dev.netproof.lab;

import java.time.Duration;
import java.util.List;

/** Workloads of the lab did not become ready in time. */
public final class LabNotReadyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> missing;

    LabNotReadyException(Duration waited, List<String> missing) {
        super("not ready after " + waited.toMillis() / 1000.0 + " s:\n  " + String.join("\n  ", missing));
        this.missing = List.copyOf(missing);
    }

    /** What was waited for in vain, and why as far as that is known. */
    public List<String> missing() {
        return missing;
    }
}
