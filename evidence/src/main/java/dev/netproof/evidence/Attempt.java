package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/**
 * One probe of an edge: where from, where to, what the tool printed and how it was read.
 *
 * @param round counts from 1; a later round probes again what was unexpected
 * @param stages null when the tool measures none
 */
public record Attempt(int round, ProbePod source, Endpoint endpoint, RawRecord raw, Observation observation,
        @Nullable StageTimes stages) {

    /** By a tool that measures no stages. */
    public Attempt(int round, ProbePod source, Endpoint endpoint, RawRecord raw, Observation observation) {
        this(round, source, endpoint, raw, observation, null);
    }
}
