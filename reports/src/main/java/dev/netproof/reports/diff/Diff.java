package dev.netproof.reports.diff;

import java.time.Instant;
import java.util.List;

/**
 * What changed from one run to the next.
 *
 * @param before the newest of the earlier runs
 * @param runs how many runs were looked at, with the newest
 * @param changes worst first
 * @param same how many edges are as before and as expected
 * @param remarks what to know before one believes it
 */
public record Diff(Run before, Run now, int runs, List<EdgeChange> changes, int same, List<String> remarks) {

    /**
     * One run.
     *
     * @param complete whether it came to its end, so that an edge that is not in it is gone
     */
    public record Run(String id, Instant startedAt, boolean complete) {}

    public Diff {
        changes = List.copyOf(changes);
        remarks = List.copyOf(remarks);
    }

    /** Whether anything is not as it was; also if the newest run is not complete, and nobody can know. */
    public boolean news() {
        return !now.complete() || changes.stream().anyMatch(change -> change.kind().news());
    }

    /** How many edges changed in this way. */
    public long count(EdgeChange.Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }
}
