package dev.netproof.evidence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param totals over the edges that were judged
 * @param remark why the run ended before its time, empty when it did not
 * @param changes since the runs it was compared with; null when there were none
 */
public record RunFooter(Instant finishedAt, Totals totals, String remark, @Nullable Changes changes) {

    /** Of a run that is compared with no other. */
    public RunFooter(Instant finishedAt, Totals totals, String remark) {
        this(finishedAt, totals, remark, null);
    }

    /** The same, compared with earlier runs. */
    public RunFooter comparedBy(Changes found) {
        return new RunFooter(finishedAt, totals, remark, found);
    }
}
