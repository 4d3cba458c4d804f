package dev.netproof.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.netproof.evidence.Endpoint;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;

/** What a planner would make of edges that nobody has written yet. Finds what {@link Planner} finds, by the same rules. */
public final class Reach {

    private final Sources sources;
    private final Targets targets;

    /** An endpoint that is probed, and whether it takes traffic now. */
    public record Reached(Endpoint endpoint, boolean serving) {}

    /** In the cluster as it was. */
    public Reach(Snapshot snapshot) {
        PodLookup pods = new PodLookup(snapshot);
        Replicas replicas = new Replicas(snapshot, pods);
        sources = new Sources(snapshot, replicas, new PodAdmission(snapshot, Surroundings.NONE), EphemeralUse.NONE);
        targets = new Targets(snapshot, pods, replicas, new StandIns(sources, replicas, LaunchFacts.NOTHING), Map.of());
    }

    /** The probe pod for a source; empty where an edge from it can't be tried. */
    public Optional<ProbePodPlan> pod(Source source) {
        return sources.find(source, null) instanceof Lookup.Found<ProbePodPlan>(ProbePodPlan pod) ? Optional.of(pod)
                : Optional.empty();
    }

    /** Every endpoint of a destination, a Service's own address first; none where an edge to it can't be tried. */
    public List<Reached> endpoints(Destination destination, Port port) {
        return targets.addresses(destination, port) instanceof Lookup.Found<TargetAddresses>(TargetAddresses found)
                ? found.all().stream().map(address -> new Reached(address.endpoint(), address.serving())).toList()
                : List.of();
    }
}
