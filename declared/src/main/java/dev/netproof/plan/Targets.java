package dev.netproof.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.Via;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Turns the destination of an edge into addresses, and says what to ask of them. */
final class Targets {

    private final Map<String, List<String>> names;
    private final ServiceTargets services;
    private final WorkloadTargets workloads;
    private final StandIns standIns;

    /**
     * Where an edge leads.
     *
     * @param host for the Host header
     * @param proxy to be asked to CONNECT; null to go straight
     */
    record Reached(Ask ask, String host, @Nullable Endpoint proxy, List<TargetAddresses.Address> addresses) {

        /** Where only some of its addresses are meant. */
        Reached at(List<TargetAddresses.Address> some) {
            return new Reached(ask, host, proxy, some);
        }
    }

    Targets(Snapshot snapshot, PodLookup pods, Replicas replicas, StandIns standIns, Map<String, List<String>> names) {
        this.names = Map.copyOf(names);
        PodReadiness readiness = new PodReadiness(pods);
        this.services = new ServiceTargets(snapshot, pods, readiness);
        this.workloads = new WorkloadTargets(replicas, readiness);
        this.standIns = standIns;
    }

    /** What it is in the cluster. */
    static Place place(Target target) {
        return switch (target) {
            case Target.OfService(String namespace, String name) -> new Place.Service(namespace, name);
            case Target.OfWorkload(String namespace, WorkloadKind kind, String name) ->
                new Place.Workload(kind.word(), namespace, name);
            case Target.OfPods(String namespace, Map<String, String> labels) -> new Place.Pods(namespace, labels);
            case Target.Address(String address) -> new Place.Address(address);
            case Target.Host(String host) -> new Place.Host(host);
        };
    }

    /** Where the edge leads; empty while the pod that is to stand in for its target is not launched. */
    Optional<Lookup<Reached>> find(Edge edge) {
        Via via = edge.via();
        if (via != null) {
            return Optional.of(throughProxy(edge, via));
        }
        if (standIns.isNeeded(edge.destination())) {
            // It listens and speaks no protocol: a handshake is all that it can be asked for.
            return standIns.find(edge.destination(), edge.port()).map(found -> found
                    .then(at -> new Lookup.Found<>(new Reached(new Ask.Handshake(), at.host(), null, at.all()))));
        }
        return Optional.of(addresses(edge.destination(), edge.port())
                .then(found -> new Lookup.Found<>(new Reached(ask(edge, found), found.host(), null, found.all()))));
    }

    /** The proxy resolves the target's name itself, so the name is the address that is asked for. */
    private Lookup<Reached> throughProxy(Edge edge, Via via) {
        Lookup<TargetAddresses> proxy = addresses(via.proxy(), via.port());
        if (proxy instanceof Lookup.Absent<TargetAddresses> absent) {
            return new Lookup.Absent<>("its proxy: " + absent.reason(), absent.advice());
        }
        if (proxy instanceof Lookup.Mistake<TargetAddresses> mistake) {
            return new Lookup.Mistake<>("its proxy: " + mistake.reason(), mistake.advice());
        }
        Endpoint hop = ((Lookup.Found<TargetAddresses>) proxy).value().all().get(0).endpoint();
        return switch (named(edge)) {
            case Lookup.Absent<Endpoint> absent -> new Lookup.Absent<>(absent.reason(), absent.advice());
            case Lookup.Mistake<Endpoint> mistake -> new Lookup.Mistake<>(mistake.reason(), mistake.advice());
            case Lookup.Found<Endpoint>(Endpoint target) -> {
                Ask ask = Objects.requireNonNullElseGet(edge.ask(), Ask.Handshake::new);
                yield new Lookup.Found<>(new Reached(ask, target.address(), hop,
                        List.of(new TargetAddresses.Address(target, true, Readiness.ABSENT))));
            }
        };
    }

    private Lookup<Endpoint> named(Edge edge) {
        if (!(edge.port() instanceof Port.Numbered port)) {
            return new Lookup.Mistake<>("a port behind a proxy must be a number, not " + edge.port(),
                    "Write the number: the proxy knows no port names.");
        }
        String address = switch (edge.destination().target()) {
            case Target.Host host -> host.host();
            case Target.Address literal -> literal.address();
            case Target.OfService service -> service.name() + "." + service.namespace() + ".svc";
            case Target.OfWorkload workload -> "";
            case Target.OfPods pods -> "";
        };
        if (address.isEmpty()) {
            String what = edge.destination().target() instanceof Target.OfWorkload ? "a workload has" : "pods have";
            return new Lookup.Mistake<>(what + " no name that a proxy could resolve",
                    "Give the peer " + edge.destination().peer() + " a service, a host or an address.");
        }
        return new Lookup.Found<>(new Endpoint(Endpoint.Kind.EXTERNAL, place(edge.destination().target()), address,
                port.number(), port.protocol(), null, null));
    }

    /** The addresses behind a destination, straight ahead. */
    Lookup<TargetAddresses> addresses(Destination destination, Port port) {
        return switch (destination.target()) {
            case Target.OfService service -> services.find(destination.peer(), service, port);
            case Target.OfWorkload of -> workloads.find(destination.peer(), of.namespace(),
                    new PodSelection.OfWorkload(of.kind(), of.name()), port);
            case Target.OfPods pods -> workloads.find(destination.peer(), pods.namespace(),
                    new PodSelection.Labelled(pods.labels()), port);
            case Target.Address address -> external(address.address(), address, List.of(address.address()), port);
            case Target.Host host -> {
                List<String> resolved = names.getOrDefault(host.host(), List.of());
                yield resolved.isEmpty()
                        ? new Lookup.Absent<>(host.host() + " did not resolve in any probe pod",
                                "Check the name, and that at least one source of the run may ask the cluster's DNS.")
                        : external(host.host(), host, resolved, port);
            }
        };
    }

    private static Lookup<TargetAddresses> external(String name, Target target, List<String> literals, Port port) {
        if (!(port instanceof Port.Numbered numbered)) {
            return new Lookup.Mistake<>("an address outside the cluster has no port named " + port,
                    "Write the port as a number.");
        }
        Place place = place(target);
        List<TargetAddresses.Address> addresses = literals.stream()
                .map(literal -> new TargetAddresses.Address(
                        new Endpoint(Endpoint.Kind.EXTERNAL, place, literal, numbered.number(),
                                numbered.protocol(), null, null),
                        true, Readiness.ABSENT))
                .toList();
        return new Lookup.Found<>(new TargetAddresses(name, null, null, addresses));
    }

    private static Ask ask(Edge edge, TargetAddresses found) {
        if (edge.ask() != null) {
            return edge.ask();
        }
        int number = found.all().get(0).endpoint().port();
        return AskByPort.choose(edge.port().protocol(), number, found.portName(), found.appProtocol());
    }
}
