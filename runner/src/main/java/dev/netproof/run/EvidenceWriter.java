package dev.netproof.run;

import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdges;
import dev.netproof.verdict.Judge;
import org.jspecify.annotations.Nullable;

/** Gives the evidence of a run to its sink. However the run ends, each planned edge is in it, and is in it once. */
final class EvidenceWriter {

    /** Edges that were not tried are planned in small parts: what broke the run off may be that memory is short. */
    private static final int AT_A_TIME = 500;

    private final EvidenceSink sink;
    private final Judge judge;
    private final Clock clock;
    private PlannedEdges planned = PlannedEdges.of(List.of());
    private Totals totals = Totals.NONE;
    private int told;
    private boolean begun;
    private boolean ended;

    EvidenceWriter(EvidenceSink sink, Judge judge, Clock clock) {
        this.sink = sink;
        this.judge = judge;
        this.clock = clock;
    }

    /** These are the edges to account for, in this order; takes the place of what was planned before. */
    void plan(PlannedEdges edges) {
        planned = edges;
    }

    boolean isPlanned() {
        return planned.size() > 0;
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

    /**
     * After every edge.
     *
     * @param doubt why no deny is believed; empty when they are
     * @param changed what became of policies while the wire was asked
     */
    void end(String doubt, Collection<PolicyChange> changed, @Nullable PolicyCoverage coverage) throws IOException {
        RunFooter footer = new RunFooter(clock.instant(), totals);
        end(doubt.isEmpty() ? footer : footer.unenforced(doubt), changed, coverage);
    }

    private void end(RunFooter footer, Collection<PolicyChange> changed, @Nullable PolicyCoverage coverage)
            throws IOException {
        sink.end(footer.withPolicyChanges(List.copyOf(changed)).withCoverage(coverage));
        ended = true;
    }

    /**
     * The run is over before its time: edges that were not told of were not tried, whatever was attempted.
     *
     * @param header for evidence that has not begun
     */
    void breakOff(RunHeader header, AttemptIndex attempts, String reason, Collection<PolicyChange> changed)
            throws IOException {
        if (!begun) {
            begin(header);
        }
        EdgeRecord record = new EdgeRecord(judge, clock.instant());
        while (told < planned.size()) {
            for (PlannedEdge edge : planned.range(told, Math.min(planned.size(), told + AT_A_TIME))) {
                edge(record.notTried(edge, reason, "Run it again.", attempts.take(edge.key())));
            }
        }
        end(new RunFooter(clock.instant(), totals).brokenOff(reason), changed, null);
    }
}
