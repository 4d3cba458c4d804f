package dev.netproof.evidence;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param totals over the edges that were judged
 * @param remark why the run ended before its time, empty when it did not
 * @param audit what an audit of the cluster found, heaviest first; null when none was made
 * @param coverage of the policies by the matrices; null when it was not asked for, or could not be measured
 */
public record RunFooter(Instant finishedAt, Totals totals, String remark, @Nullable List<AuditFinding> audit,
        @Nullable PolicyCoverage coverage) {

    public RunFooter {
        audit = audit == null ? null : List.copyOf(audit);
    }

    /** Of a run without an audit that measured no coverage. */
    public RunFooter(Instant finishedAt, Totals totals, String remark) {
        this(finishedAt, totals, remark, null, null);
    }

    public RunFooter withAudit(List<AuditFinding> findings) {
        return new RunFooter(finishedAt, totals, remark, findings, coverage);
    }

    public RunFooter withCoverage(@Nullable PolicyCoverage measured) {
        return new RunFooter(finishedAt, totals, remark, audit, measured);
    }
}
