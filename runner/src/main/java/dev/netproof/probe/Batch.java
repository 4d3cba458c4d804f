package dev.netproof.probe;

import java.util.List;

import dev.netproof.plan.Probe;

/**
 * All that is to be tried from one pod in one round.
 *
 * @param awaitsPulse whether its exec begins half a second after somebody connected to the pod, and tells when they came again
 */
public record Batch(Launch from, List<Probe> probes, boolean awaitsPulse) {

    public Batch {
        probes = List.copyOf(probes);
    }

    /** Of an exec that waits for nobody. */
    public Batch(Launch from, List<Probe> probes) {
        this(from, probes, false);
    }
}
