package dev.netproof.reports;

import java.util.List;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.RawRecord;

/** An edge whose tool printed a lot. */
final class Loud {
    private Loud() {}

    static EdgeEvidence of(EdgeEvidence edge, String output) {
        Attempt attempt = edge.attempts().getFirst();
        RawRecord raw = attempt.raw();
        RawRecord loud = new RawRecord(raw.probe(), raw.tool(), raw.command(), raw.exitCode(), output, output,
                raw.startedAt(), raw.elapsed());
        return new EdgeEvidence(edge.matrix(), edge.id(), edge.position(), edge.source(), edge.target(), edge.port(),
                edge.probe(), edge.expected(), edge.mode(), edge.severity(), edge.tags(), edge.governance(),
                edge.verdict(), List.of(new Attempt(attempt.round(), attempt.source(), attempt.endpoint(), loud,
                        attempt.observation())),
                edge.controls(), edge.startedAt(), edge.elapsed());
    }
}
