package dev.netproof.evidence;

import java.io.IOException;
import java.util.List;

/** Gives evidence to several takers, in their order. Closes none of them: whoever opened them does. */
public record Tee(List<EvidenceSink> takers) implements EvidenceSink {

    public Tee {
        takers = List.copyOf(takers);
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        for (EvidenceSink taker : takers) {
            taker.begin(header);
        }
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        for (EvidenceSink taker : takers) {
            taker.edge(edge);
        }
    }

    @Override
    public void end(RunFooter footer) throws IOException {
        for (EvidenceSink taker : takers) {
            taker.end(footer);
        }
    }

    @Override
    public void close() {
        // Not this one's to close.
    }
}
