package dev.netproof.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Attempt;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.Probe;

/** Every attempt of a run, whatever becomes of the run. Not thread-safe. */
final class Attempts {

    private final Map<String, List<Attempt>> byProbe = new HashMap<>();

    void add(Probe probe, Attempt attempt) {
        byProbe.computeIfAbsent(probe.id(), id -> new ArrayList<>()).add(attempt);
    }

    /** Those of a probe so far, in the order of their rounds. */
    List<Attempt> of(Probe probe) {
        return List.copyOf(byProbe.getOrDefault(probe.id(), List.of()));
    }

    /** Those at all paths of an edge, in the order of their rounds. */
    List<Attempt> of(PlannedEdge edge) {
        List<Attempt> attempts = new ArrayList<>();
        if (edge instanceof Probed probed) {
            for (Path path : probed.paths()) {
                attempts.addAll(of(path.probe()));
            }
        }
        attempts.sort(Comparator.comparingInt(Attempt::round));
        return attempts;
    }
}
