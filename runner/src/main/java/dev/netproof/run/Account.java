package dev.netproof.run;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.verdict.Judge;
import org.jspecify.annotations.Nullable;

/** Gives the evidence of a run to its sink. However the run ends, each planned edge is in it, and is in it once. */
final class Account {

    private final EvidenceSink sink;
    private final Judge judge;
    private final Clock clock;
    private List<PlannedEdge> planned = List.of();
    private Totals totals = Totals.NONE;
    private int told;
    private boolean begun;
    private boolean ended;

    Account(EvidenceSink sink, Judge judge, Clock clock) {
        this.sink = sink;
        this.judge = judge;
        this.clock = clock;
    }

    /** These are the edges to account for, in this order; takes the place of what was planned before. */
    void plan(List<PlannedEdge> edges) {
        planned = List.copyOf(edges);
    }

    boolean isPlanned() {
        return !planned.isEmpty();
    }

    boolean isBegun() {
        return begun;
    }

    boolean isEnded() {
        return ended;
    }

    void begin(RunHeader header) throws IOException {
        begun = true;
        sink.begin(header);
    }

    /** The evidence of the next planned edge. */
    void edge(EdgeEvidence edge) throws IOException {
        sink.edge(edge);
        totals = totals.plus(edge);
        told++;
    }

    /** After every edge. */
    void end(String remark, @Nullable PolicyCoverage coverage) throws IOException {
        sink.end(new RunFooter(clock.instant(), totals, remark).withCoverage(coverage));
        ended = true;
    }

    /**
     * The run is over before its time: edges that were not told of were not tried, whatever was attempted.
     *
     * @param header for evidence that has not begun
     */
    void breakOff(RunHeader header, Attempts attempts, String reason) throws IOException {
        if (!begun) {
            begin(header);
        }
        EdgeRecord record = new EdgeRecord(judge, clock.instant());
        for (PlannedEdge edge : planned.subList(told, planned.size())) {
            edge(record.notTried(edge, reason, "Run it again.", attempts.take(edge.key())));
        }
        end(reason, null);
    }
}
