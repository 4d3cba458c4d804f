package dev.netproof.plan;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.snapshot.Workload;

/**
 * Pods that listen in the place of pods that do not run yet, so that an edge can be proven before its target exists. They look
 * like the target to policies, and are never ready: no Service sends them anything.
 */
final class StandIns {

    private final Sources sources;
    private final Replicas replicas;
    private final LaunchFacts learned;

    StandIns(Sources sources, Replicas replicas, LaunchFacts learned) {
        this.sources = sources;
        this.replicas = replicas;
        this.learned = learned;
    }

    /** Whether something is to stand in for the destination: it asks for it, and no pod of its own runs. */
    boolean isNeeded(Destination destination) {
        return destination.standIn() && selection(destination.target())
                .map(pods -> replicas.running(pods.namespace(), pods.selection()).map(List::isEmpty).orElse(true))
                .orElse(false);
    }

    /** The pod that stands in, listening on the port. */
    Lookup<ProbePodPlan> plan(Destination destination, Port port) {
        if (port.protocol() != Protocol.TCP) {
            return new Lookup.Absent<>("a stand-in does not answer " + port.protocol(),
                    "Wait until peer " + destination.peer() + " itself runs.");
        }
        Identity identity = identity(destination.target());
        return sources.find(destination.peer() + "-stand-in", identity, null).then(pod -> port(identity, port)
                .<Lookup<ProbePodPlan>>map(number -> new Lookup.Found<>(pod.listening(List.of(number))))
                .orElseGet(() -> new Lookup.Mistake<>(
                        "a stand-in for " + destination.peer() + " has no port named " + port.word(),
                        "Write the port as a number.")));
    }

    /** Where the stand-in listens; empty while it is not launched. */
    Optional<Lookup<TargetAddresses>> find(Destination destination, Port port) {
        Lookup<ProbePodPlan> planned = plan(destination, port);
        return planned instanceof Lookup.Found<ProbePodPlan>(ProbePodPlan pod)
                ? launched(destination, pod)
                : Optional.of(planned.then(pod -> new Lookup.Absent<>("it is not planned", "")));
    }

    private Optional<Lookup<TargetAddresses>> launched(Destination destination, ProbePodPlan pod) {
        String failure = learned.failures().get(pod.key());
        if (failure != null) {
            return Optional.of(new Lookup.Absent<>("its stand-in did not start: " + failure,
                    "Look at the events of namespace " + pod.namespace() + "."));
        }
        ProbePod running = learned.pods().get(pod.key());
        if (running == null || running.address() == null) {
            return Optional.empty();
        }
        Endpoint endpoint = new Endpoint(Endpoint.Kind.POD,
                new Place.StandIn(destination.peer(), running.namespace(), running.name()),
                running.address(), pod.listens().get(0), Protocol.TCP, running.uid(), running.node());
        return Optional.of(new Lookup.Found<>(new TargetAddresses(running.address(), null, null,
                List.of(new TargetAddresses.Address(endpoint, true, Readiness.ABSENT)))));
    }

    private record Selected(String namespace, PodSelection selection) {}

    private static Optional<Selected> selection(Target target) {
        return switch (target) {
            case Target.OfWorkload(String namespace, WorkloadKind kind, String name) ->
                Optional.of(new Selected(namespace, new PodSelection.OfWorkload(kind, name)));
            case Target.OfPods(String namespace, var labels) ->
                Optional.of(new Selected(namespace, new PodSelection.Labelled(labels)));
            case Target.OfService service -> Optional.empty();
            case Target.Address address -> Optional.empty();
            case Target.Host host -> Optional.empty();
        };
    }

    private static Identity identity(Target target) {
        Selected pods = selection(target).orElseThrow();
        return new Identity.OfPods(pods.namespace(), pods.selection()).seenByPolicies();
    }

    private Optional<Integer> port(Identity identity, Port port) {
        return switch (port) {
            case Port.Numbered numbered -> Optional.of(numbered.number());
            case Port.Named named -> identity instanceof Identity.OfWorkload of
                    ? replicas.workload(of.namespace(), of.kind(), of.name())
                            .map(Workload::template)
                            .flatMap(template -> WorkloadTargets.containerPort(
                                    Objects.requireNonNull(template.getSpec()), named))
                    : Optional.empty();
        };
    }
}
