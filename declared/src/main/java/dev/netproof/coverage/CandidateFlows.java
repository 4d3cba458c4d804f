package dev.netproof.coverage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.netproof.evidence.Endpoint;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.plan.Reach;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.End;
import dev.netproof.policy.FlowEnd;
import dev.netproof.policy.Transport;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Pod;

/** The cluster with a probe pod for every source that there is or could be, and the flows from them. */
final class CandidateFlows {

    private final Reach reach;
    private final DeclaredPolicies declared;
    /** By key. */
    private final Map<String, ProbePodPlan> probePods = new HashMap<>();
    private final Map<Looks, ProbePodPlan> byLooks = new LinkedHashMap<>();
    /** Pods by uid that have no address, so that policies know them by their labels alone. */
    private final Map<String, FlowEnd.Pod> withoutAddress = new HashMap<>();
    private final Map<FlowEnd, End> ends = new HashMap<>();

    private record Looks(String namespace, Map<String, String> labels) {}

    /**
     * A ground to stand on.
     *
     * @param planned what edges are planned by; its pods may have addresses that were made up for that
     * @param real the same cluster, with the addresses that pods are known to have
     * @param others sources that are asked for besides
     */
    CandidateFlows(Snapshot planned, Snapshot real, Plan plan, List<Identity> others) {
        reach = new Reach(planned);
        plan.pods().forEach(this::add);
        others.forEach(identity -> reach.pod(anybody(identity)).ifPresent(this::add));
        declared = DeclaredPolicies
                .of(real.with(byLooks.values().stream().map(ProbePodPlan::unlaunched).toList()));
        for (Pod pod : real.pods()) {
            if (pod.getStatus() == null || pod.getStatus().getPodIP() == null) {
                withoutAddress.put(Objects.requireNonNullElse(pod.getMetadata().getUid(), ""),
                        new FlowEnd.Pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName()));
            }
        }
    }

    /** Pods that look alike to policies are one. */
    private void add(ProbePodPlan pod) {
        ProbePodPlan alike = byLooks.putIfAbsent(new Looks(pod.namespace(), pod.labels()), pod);
        probePods.put(pod.key(), alike == null ? pod : alike);
    }

    DeclaredPolicies declared() {
        return declared;
    }

    /** Where flows of one of the others start; empty where no probe pod can take on its identity. */
    Optional<End> source(Identity identity) {
        return reach.pod(anybody(identity)).map(pod -> source(pod.key()));
    }

    private static Source anybody(Identity identity) {
        return new Source("candidate", identity);
    }

    private End source(String key) {
        ProbePodPlan pod = Objects.requireNonNull(probePods.get(key), key);
        return end(new FlowEnd.Pod(pod.namespace(), pod.key()));
    }

    /** Whether the pod's address is no made-up one. */
    boolean hasAddress(Pod pod) {
        return !withoutAddress.containsKey(Objects.requireNonNullElse(pod.getMetadata().getUid(), ""));
    }

    /** What a planned edge stands on; empty where policies don't see its flows. */
    Optional<Check> check(PlannedEdge.Probed edge) {
        List<Check.Hit> hits = new ArrayList<>();
        for (PlannedEdge.Path path : edge.paths()) {
            if (path.probe().proxy() != null) {
                return Optional.empty();
            }
            hit(path.probe().endpoint(), path.serving()).ifPresent(hits::add);
        }
        return hits.isEmpty() ? Optional.empty() : Optional.of(new Check(source(edge.pod()), hits));
    }

    /** What an edge to there would lead to; none where it could not be tried. */
    List<Check.Hit> hits(Destination destination, Port port) {
        return reach.endpoints(destination, port).stream()
                .flatMap(reached -> hit(reached.endpoint(), reached.serving()).stream()).toList();
    }

    private Optional<Check.Hit> hit(Endpoint endpoint, boolean serving) {
        if (endpoint.kind() == Endpoint.Kind.SERVICE) {
            return Optional.empty();
        }
        FlowEnd pod = endpoint.podUid() == null ? null : withoutAddress.get(endpoint.podUid());
        return Optional.of(new Check.Hit(end(pod == null ? new FlowEnd.Address(endpoint.address()) : pod),
                Transport.of(endpoint.protocol()), endpoint.port(), serving));
    }

    /** An end that has one address, or that probe pods without an address yet meet at its first. */
    End end(FlowEnd wanted) {
        return ends.computeIfAbsent(wanted, end -> declared.end(end, end));
    }
}
