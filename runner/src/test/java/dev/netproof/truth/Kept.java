package dev.netproof.truth;

import java.util.ArrayList;
import java.util.List;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import org.jspecify.annotations.Nullable;

/** The evidence of one run. */
final class Kept implements EvidenceSink {

    private final List<EdgeEvidence> edges = new ArrayList<>();
    private @Nullable RunHeader header;
    private @Nullable RunFooter footer;

    @Nullable
    RunHeader header() {
        return header;
    }

    List<EdgeEvidence> edges() {
        return edges;
    }

    @Nullable
    RunFooter footer() {
        return footer;
    }

    @Override
    public void begin(RunHeader begun) {
        header = begun;
    }

    @Override
    public void edge(EdgeEvidence edge) {
        edges.add(edge);
    }

    @Override
    public void end(RunFooter ended) {
        footer = ended;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
