package dev.netproof.probe;

import java.util.List;

import dev.netproof.plan.Probe;

/**
 * All that is to be tried from one pod in one round.
 *
 * @param awaitsPulse whether its exec, where nobody connected to the pod meanwhile, waits for that a little
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
