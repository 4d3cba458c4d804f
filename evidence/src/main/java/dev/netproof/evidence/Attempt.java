package dev.netproof.evidence;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One probe of an edge: where from, where to, what the tool printed and how it was read.
 *
 * @param round counts from 1; a later round probes again what was unexpected
 * @param since the start of the run when the round began, by a clock that only goes forward
 * @param stages null when the tool measures none
 */
public record Attempt(int round, Duration since, ProbePod source, Endpoint endpoint, RawRecord raw,
        Observation observation, @Nullable StageTimes stages) {

    /** By a tool that measures no stages, as the run began. */
    public Attempt(int round, ProbePod source, Endpoint endpoint, RawRecord raw, Observation observation) {
        this(round, Duration.ZERO, source, endpoint, raw, observation, null);
    }

    /** Since the start of the run when it was over. */
    public Duration until() {
        return since.plus(raw.elapsed());
    }
}
