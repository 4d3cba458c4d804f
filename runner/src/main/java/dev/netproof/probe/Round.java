package dev.netproof.probe;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.netproof.evidence.RawRecord;
import dev.netproof.time.Window;

/**
 * What one round brought back. Moments of one pod are by one clock, since its exec began.
 *
 * @param records exactly one for each probe
 * @param visits by the key of the pod, when its network accepted TCP connections while its exec ran; without the pods that could
 * not tell. A connection of the pod to itself is among them, and so is one of a container beside it
 * @param spans by the id of the probe, from before its tool started until after it ended; without those that nothing is known of
 */
public record Round(List<RawRecord> records, Map<String, List<Window>> visits, Map<String, Window> spans) {

    public Round {
        records = List.copyOf(records);
        visits = visits.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
        spans = Map.copyOf(spans);
    }
}
