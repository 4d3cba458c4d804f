package dev.netproof.cli;

/** What the process tells its caller. */
enum ExitCode {
    /** Everything is as expected. */
    CONFORMS(0),
    /** An expectation does not hold; outweighs what is inconclusive. */
    VIOLATED(1),
    /** The command line, a matrix or a manifest is wrong; nothing was launched. */
    USAGE(2),
    /** Something could not be proven, or the run could not be made. */
    INCONCLUSIVE(3),
    /** Interrupted, after cleaning up. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
