package dev.netproof.reports.diff;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Change;
import dev.netproof.evidence.Changes;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;

/** Passes a run on, and adds to its end what changed since earlier runs. */
final class ComparingSink implements EvidenceSink {
    private final EvidenceSink sink;
    private final Baseline.Summary before;
    private final Comparison comparison;
    private final Baseline.Summary summary = new Baseline.Summary();
    private final EvidenceSink now;

    ComparingSink(EvidenceSink sink, Baseline.Summary before, Comparison comparison) {
        this.sink = sink;
        this.before = before;
        this.comparison = comparison;
        this.now = summary.with(comparison::edge);
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        now.begin(header);
        sink.begin(header);
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        now.edge(edge);
        sink.edge(edge);
    }

    @Override
    public void end(RunFooter footer) throws IOException {
        now.end(footer);
        sink.end(footer.comparedBy(changes(comparison.diff(before, summary))));
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }

    static Changes changes(Diff diff) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        diff.changes().stream().map(EdgeChange::kind).sorted(Comparator.naturalOrder())
                .forEach(kind -> counts.merge(Words.word(kind), 1, Integer::sum));
        List<Change> edges = diff.changes().stream().limit(Changes.MOST_EDGES)
                .map(change -> new Change(Words.word(change.kind()), change.matrix(), change.id(), change.path(),
                        Words.turn(change), change.summary(), change.owner()))
                .toList();
        return new Changes(diff.before().id(), diff.before().startedAt(), diff.runs(), counts, diff.same(), edges,
                diff.remarks());
    }
}
