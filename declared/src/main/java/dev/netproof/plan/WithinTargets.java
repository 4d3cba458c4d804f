package dev.netproof.plan;

import java.util.Optional;

import dev.netproof.evidence.Endpoint;
import dev.netproof.snapshot.Snapshot;

/**
 * Where a target can be proven to listen from within: a container in its own pod connects to the pod's own address, which no
 * policy keeps it from. Never to localhost, where a listener would answer that nobody else can reach.
 */
public final class WithinTargets {

    private final PodLookup pods;

    public WithinTargets(Snapshot snapshot) {
        this.pods = new PodLookup(snapshot);
    }

    /** An ephemeral container in the endpoint's own pod; empty for what is no pod, or one on the network of its node. */
    public Optional<ProbePodPlan> of(Endpoint endpoint) {
        return Optional.ofNullable(endpoint.podUid())
                .flatMap(pods::withUid)
                .filter(pod -> !Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))
                .map(pod -> ProbePodPlan.within(
                        PodKey.of("in-" + pod.getMetadata().getName(), "within " + endpoint.podUid()), pod));
    }
}
