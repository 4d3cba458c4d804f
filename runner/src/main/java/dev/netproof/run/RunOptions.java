package dev.netproof.run;

import java.time.Duration;

import dev.netproof.plan.EphemeralUse;

/**
 * How a run is made.
 *
 * @param settle how long a new probe pod is left alone before its first probe, so that policies have taken hold of it
 * @param attemptsApart the shortest time between two rounds that probe again what was unexpected; it grows from round to
 *     round
 * @param goOnUnenforced whether to judge edges although the canary saw that nothing is enforced, or could not look
 * @param ephemeral for what it may start ephemeral containers in pods that are not its own
 * @param coverage whether to measure which mistakes in the policies the matrices would notice
 */
public record RunOptions(Duration settle, Duration attemptsApart, boolean goOnUnenforced, EphemeralUse ephemeral,
        boolean coverage) {

    public static final RunOptions DEFAULTS = new RunOptions(Duration.ofSeconds(1), Duration.ofMillis(500), false);

    /** Leaves the pods of others alone, and measures no coverage. */
    public RunOptions(Duration settle, Duration attemptsApart, boolean goOnUnenforced) {
        this(settle, attemptsApart, goOnUnenforced, EphemeralUse.NONE, false);
    }
}
