package dev.netproof.cli;

import dev.netproof.evidence.Severity;
import org.jspecify.annotations.Nullable;

/** The least severity that makes a command fail. */
enum FailOn {
    BLOCKER(Severity.BLOCKER), CRITICAL(Severity.CRITICAL), MAJOR(Severity.MAJOR), MINOR(Severity.MINOR), TRIVIAL(
            Severity.TRIVIAL), NEVER(null);

    private final @Nullable Severity severity;

    FailOn(@Nullable Severity severity) {
        this.severity = severity;
    }

    /** Null if nothing fails. */
    @Nullable
    Severity severity() {
        return severity;
    }
}
