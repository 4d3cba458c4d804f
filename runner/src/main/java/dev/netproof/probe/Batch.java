package dev.netproof.probe;

import java.util.List;

import dev.netproof.plan.Probe;

/** All that is to be tried from one pod in one round. */
public record Batch(Launch from, List<Probe> probes) {

    public Batch {
        probes = List.copyOf(probes);
    }
}
