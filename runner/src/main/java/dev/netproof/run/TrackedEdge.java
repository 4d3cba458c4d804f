package dev.netproof.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.EdgeKey;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.TargetChange;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Namespaces;
import dev.netproof.plan.Incarnations;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import org.jspecify.annotations.Nullable;

/** An edge while it is probed, with every path that its target has had. Not thread-safe. */
final class TrackedEdge {

    private final Expectation expected;
    private final Set<String> namespaces;
    private final Map<Listener, TrackedPath> paths = new LinkedHashMap<>();
    private Probed planned;
    private List<PolicyChange> unsettled = List.of();

    /**
     * An edge to be tried.
     *
     * @param asOf the cluster just before its first attempt
     * @param first the round from which attempts count
     */
    TrackedEdge(Probed planned, Expectation expected, Incarnations asOf, int first) {
        this.planned = planned;
        this.expected = expected;
        this.namespaces = Namespaces.of(planned.edge());
        planned.paths().forEach(path -> paths.put(listener(path), new TrackedPath(path, asOf, first)));
    }

    private static Listener listener(Path path) {
        return path.probe().endpoint().listener();
    }

    /** As in the newest plan. */
    Probed planned() {
        return planned;
    }

    Edge edge() {
        return planned.edge();
    }

    EdgeKey key() {
        return planned.key();
    }

    /** Key of the probe pod. */
    String pod() {
        return planned.pod();
    }

    boolean isDenied() {
        return expected == Expectation.DENY;
    }

    Expectation expected() {
        return expected;
    }

    /** All that it has had, those that are gone included. */
    List<TrackedPath> paths() {
        return List.copyOf(paths.values());
    }

    List<TrackedPath> live() {
        return paths.values().stream().filter(path -> !path.isGone()).toList();
    }

    /** Whether a policy in this namespace, or of the whole cluster for null, may be about it. */
    boolean isAbout(@Nullable String namespace) {
        return namespace == null || namespaces.contains(namespace);
    }

    /** Which policies about it changed after its last attempt, a clause; empty when none did. */
    List<PolicyChange> unsettled() {
        return unsettled;
    }

    void isUnsettled(List<PolicyChange> changes) {
        unsettled = List.copyOf(changes);
    }

    /**
     * Takes over what a newer plan makes of it. Paths whose pod is no more are gone, new ones are to be tried.
     *
     * @param anew whether nothing that was seen so far counts as proof; else only what changed begins anew
     */
    void replan(PlannedEdge fresh, Incarnations now, int round, boolean anew) {
        Map<Listener, Path> current = new LinkedHashMap<>();
        if (fresh instanceof Probed probed) {
            planned = probed;
            probed.paths().forEach(path -> current.put(listener(path), path));
        }
        for (TrackedPath path : paths.values()) {
            if (now.isGone(path.endpoint()) || !current.containsKey(path.endpoint().listener())) {
                path.isGone(now.changedSince(path.asOf(), path.endpoint())
                        .orElseGet(TargetChange.NoEndpoint::new), now.isTaken(path.endpoint()));
            }
        }
        current.forEach((listener, path) -> {
            TrackedPath known = paths.get(listener);
            if (known == null) {
                paths.put(listener, new TrackedPath(path, now, round));
                return;
            }
            boolean changed = now.changedSince(known.asOf(), path.probe().endpoint()).isPresent();
            known.replan(path);
            if (anew || changed) {
                known.beginAnew(now, round);
            }
        });
    }
}
