package dev.netproof.run;

import java.time.Duration;

/**
 * How a run is made.
 *
 * @param settle how long a new probe pod is left alone before its first probe, so that policies have taken hold of it
 * @param attemptsApart the shortest time between two rounds that probe again what was unexpected; it grows from round to
 *     round
 * @param goOnUnenforced whether to judge edges although the canary saw that nothing is enforced, or could not look
 * @param coverage whether to measure which mistakes in the policies the matrices would notice
 */
public record RunOptions(Duration settle, Duration attemptsApart, boolean goOnUnenforced, boolean coverage) {

    public static final RunOptions DEFAULTS = new RunOptions(Duration.ofSeconds(1), Duration.ofMillis(500), false);

    /** Without coverage. */
    public RunOptions(Duration settle, Duration attemptsApart, boolean goOnUnenforced) {
        this(settle, attemptsApart, goOnUnenforced, false);
    }
}
