package dev.netproof.cli;

import java.io.IOException;
import java.util.List;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;

/** Gives evidence to several takers, in their order. Closes none of them: whoever opened them does. */
record Tee(List<EvidenceSink> takers) implements EvidenceSink {

    Tee {
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
