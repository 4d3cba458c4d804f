package dev.netproof.evidence;

/** Whether an edge can fail a run. */
public enum Mode {
    /** A violation fails the run, an inconclusive edge makes it inconclusive. */
    ENFORCE,
    /** Reported like every edge, never decides the outcome of a run. */
    MONITOR
}
