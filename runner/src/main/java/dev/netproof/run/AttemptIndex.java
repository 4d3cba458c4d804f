package dev.netproof.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.EdgeKey;
import dev.netproof.evidence.Listener;

/**
 * The attempts at edges that are not judged yet, whatever becomes of the run: an edge that is judged takes its own away. Not
 * thread-safe.
 */
final class AttemptIndex {

    private final Map<EdgeKey, Map<Listener, List<Attempt>>> byEdge = new HashMap<>();

    void add(EdgeKey edge, Attempt attempt) {
        byEdge.computeIfAbsent(edge, key -> new LinkedHashMap<>())
                .computeIfAbsent(attempt.endpoint().listener(), listener -> new ArrayList<>())
                .add(attempt);
    }

    /** Those of an edge at one listener so far, in the order of their rounds. */
    List<Attempt> of(EdgeKey edge, Listener listener) {
        return List.copyOf(byEdge.getOrDefault(edge, Map.of()).getOrDefault(listener, List.of()));
    }

    /** All those of an edge so far, in the order of their rounds. */
    List<Attempt> of(EdgeKey edge) {
        return byEdge.getOrDefault(edge, Map.of()).values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(Attempt::round))
                .toList();
    }

    /** All those of an edge, which are forgotten here. */
    List<Attempt> take(EdgeKey edge) {
        List<Attempt> all = of(edge);
        byEdge.remove(edge);
        return all;
    }

    /** Makes room: when memory has run out, that an edge was not judged is more than what was tried. */
    void forget() {
        byEdge.clear();
    }
}
