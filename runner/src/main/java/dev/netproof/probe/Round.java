package dev.netproof.probe;

import java.util.List;
import java.util.Map;

import dev.netproof.evidence.RawRecord;

/**
 * What one round brought back.
 *
 * @param records exactly one for each probe
 * @param pulses by the key of the pod, how many TCP connections its network accepted while its exec ran; without the pods
 * that could not tell. A connection of the pod to itself counts as well, and so does one of a container beside it
 */
public record Round(List<RawRecord> records, Map<String, Integer> pulses) {

    public Round {
        records = List.copyOf(records);
        pulses = Map.copyOf(pulses);
    }
}
