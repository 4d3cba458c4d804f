package dev.netproof.engine;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.netproof.evidence.EvidenceSink;
import dev.netproof.matrix.ConnectivityMatrix;

/** Makes the run behind an engine's execution. */
@FunctionalInterface
public interface Conductor {

    /**
     * Makes the run.
     *
     * @param events takes the evidence of every edge, besides whatever else the conductor gives it to
     * @param cancelled turns true when the run is to clean up and end
     */
    void conduct(List<ConnectivityMatrix> matrices, EvidenceSink events, BooleanSupplier cancelled) throws IOException;
}
