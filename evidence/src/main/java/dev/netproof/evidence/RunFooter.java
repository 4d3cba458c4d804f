package dev.netproof.evidence;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param totals over the edges that were judged
 * @param ending whether it came to its end
 * @param remark why it is not {@link Ending#WHOLE}, empty when it is
 * @param policyChanges what became of policies while probing was under way: then the wire was asked of more than one state
 * @param audit what an audit of the cluster found, heaviest first; null when none was made
 * @param coverage of the policies by the matrices; null when it was not asked for, or could not be measured
 * @param changes since the runs it was compared with; null when there were none
 */
public record RunFooter(Instant finishedAt, Totals totals, Ending ending, String remark,
        List<PolicyChange> policyChanges, @Nullable List<AuditFinding> audit, @Nullable PolicyCoverage coverage,
        @Nullable Changes changes) {

    /** How far a run came. */
    public enum Ending {
        /** Every edge was tried or told why it could not be. */
        WHOLE,
        /** Every edge too, but enforcement was not seen in the cluster, so that no deny is believed. */
        UNENFORCED,
        /** It ended before its time: there are edges that were not tried only because of that. */
        BROKEN_OFF
    }

    public RunFooter {
        policyChanges = List.copyOf(policyChanges);
        audit = audit == null ? null : List.copyOf(audit);
    }

    /** Of a whole run without an audit that measured no coverage and is compared with no other. */
    public RunFooter(Instant finishedAt, Totals totals) {
        this(finishedAt, totals, Ending.WHOLE, "", List.of(), null, null, null);
    }

    /** The same, of a run that ended before its time. */
    public RunFooter brokenOff(String reason) {
        return new RunFooter(finishedAt, totals, Ending.BROKEN_OFF, reason, policyChanges, audit, coverage, changes);
    }

    /** The same, of a run in which no deny is believed. */
    public RunFooter unenforced(String doubt) {
        return new RunFooter(finishedAt, totals, Ending.UNENFORCED, doubt, policyChanges, audit, coverage, changes);
    }

    /** Whether the run came to its end, and what it saw may be believed. */
    public boolean whole() {
        return ending == Ending.WHOLE;
    }

    /** The same, with what became of policies meanwhile. */
    public RunFooter withPolicyChanges(List<PolicyChange> seen) {
        return new RunFooter(finishedAt, totals, ending, remark, seen, audit, coverage, changes);
    }

    /** The same, with what an audit found. */
    public RunFooter withAudit(List<AuditFinding> findings) {
        return new RunFooter(finishedAt, totals, ending, remark, policyChanges, findings, coverage, changes);
    }

    /** The same, with the coverage that was measured, if any was. */
    public RunFooter withCoverage(@Nullable PolicyCoverage measured) {
        return new RunFooter(finishedAt, totals, ending, remark, policyChanges, audit, measured, changes);
    }

    /** The same, compared with earlier runs. */
    public RunFooter comparedBy(Changes found) {
        return new RunFooter(finishedAt, totals, ending, remark, policyChanges, audit, coverage, found);
    }
}
