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
 * @param changes since the runs it was compared with; null when there were none
 */
public record RunFooter(Instant finishedAt, Totals totals, String remark, @Nullable List<AuditFinding> audit,
        @Nullable PolicyCoverage coverage, @Nullable Changes changes) {

    public RunFooter {
        audit = audit == null ? null : List.copyOf(audit);
    }

    /** Of a run without an audit that measured no coverage and is compared with no other. */
    public RunFooter(Instant finishedAt, Totals totals, String remark) {
        this(finishedAt, totals, remark, null, null, null);
    }

    /** The same, with what an audit found. */
    public RunFooter withAudit(List<AuditFinding> findings) {
        return new RunFooter(finishedAt, totals, remark, findings, coverage, changes);
    }

    /** The same, with the coverage that was measured, if any was. */
    public RunFooter withCoverage(@Nullable PolicyCoverage measured) {
        return new RunFooter(finishedAt, totals, remark, audit, measured, changes);
    }

    /** The same, compared with earlier runs. */
    public RunFooter comparedBy(Changes found) {
        return new RunFooter(finishedAt, totals, remark, audit, coverage, found);
    }
}
