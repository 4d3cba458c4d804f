package dev.netproof.evidence;

import java.io.IOException;

/**
 * Takes the evidence of one run as it comes: the header, each edge once, the footer. Never holds a whole run in memory.
 *
 * <p>Called from one thread at a time. A run that breaks off calls {@link #close} without {@link #end}.
 */
public interface EvidenceSink extends AutoCloseable {

    void begin(RunHeader header) throws IOException;

    void edge(EdgeEvidence edge) throws IOException;

    void end(RunFooter footer) throws IOException;

    @Override
    void close() throws IOException;
}
