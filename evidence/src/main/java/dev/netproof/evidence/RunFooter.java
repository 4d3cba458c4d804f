package dev.netproof.evidence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param totals over the edges that were judged
 * @param remark why the run ended before its time, empty when it did not
 * @param coverage of the policies by the matrices; null when it was not asked for, or could not be measured
 */
public record RunFooter(Instant finishedAt, Totals totals, String remark, @Nullable PolicyCoverage coverage) {

    /** Of a run that measured no coverage. */
    public RunFooter(Instant finishedAt, Totals totals, String remark) {
        this(finishedAt, totals, remark, null);
    }
}
