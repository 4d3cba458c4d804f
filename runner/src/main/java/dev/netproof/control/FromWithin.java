package dev.netproof.control;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.matrix.Edge;
import dev.netproof.plan.EphemeralUse;
import dev.netproof.plan.LivePod;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.plan.WithinTargets;
import dev.netproof.snapshot.Snapshot;

/**
 * Which pods get an ephemeral container to prove from within that they listen: those of denied targets that nothing else backs,
 * where whoever starts the run has asked for it.
 */
public final class FromWithin {

    private FromWithin() {}

    /** Each pod once; none where it is not asked for. */
    public static List<ProbePodPlan> pods(Plan plan, Snapshot snapshot, EphemeralUse use,
            Function<Edge, Expectation> expected) {
        if (!use.controls()) {
            return List.of();
        }
        Set<String> sources = plan.pods()
                .stream()
                .flatMap(pod -> Stream.ofNullable(pod.within()))
                .map(LivePod::uid)
                .collect(Collectors.toSet());
        WithinTargets within = new WithinTargets(snapshot);
        Map<String, ProbePodPlan> pods = new LinkedHashMap<>();
        for (Path path : new Witnesses(plan.edges(), expected, Map.of()).unwitnessed(plan.edges())) {
            Endpoint endpoint = path.probe().endpoint();
            if (!sources.contains(String.valueOf(endpoint.podUid()))) {
                within.of(endpoint).ifPresent(pod -> pods.putIfAbsent(pod.key(), pod));
            }
        }
        return List.copyOf(pods.values());
    }

    /**
     * Why pods are not asked to prove that they listen, by uid.
     *
     * @param failed why containers did not start, by key
     */
    public static Map<String, String> refusals(Collection<ProbePodPlan> pods, Map<String, String> failed) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (ProbePodPlan pod : pods) {
            String reason = failed.get(pod.key());
            if (pod.within() != null && reason != null) {
                reasons.put(pod.within().uid(), reason);
            }
        }
        return reasons;
    }
}
