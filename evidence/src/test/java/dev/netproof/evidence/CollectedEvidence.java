package dev.netproof.evidence;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Keeps what it is given, for tests to look at. */
public final class CollectedEvidence implements EvidenceSink {
    private final List<EdgeEvidence> edges = new ArrayList<>();
    private @Nullable RunHeader header;
    private @Nullable RunFooter footer;

    public @Nullable RunHeader header() {
        return header;
    }

    public List<EdgeEvidence> edges() {
        return edges;
    }

    public @Nullable RunFooter footer() {
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
        // Nothing is open.
    }
}
