package dev.netproof.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.Via;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import org.jspecify.annotations.Nullable;

/**
 * Turns the destination of an edge into addresses: a Service into its virtual address and each of its endpoints, a workload
 * into each of its pods.
 */
final class Targets {

    private final Snapshot snapshot;
    private final Map<String, List<String>> names;
    private final PodReadiness readiness;

    /**
     * Where an edge leads.
     *
     * @param host for the Host header
     * @param proxy to be asked to CONNECT; null to go straight
     */
    record Reached(Ask ask, String host, @Nullable Endpoint proxy, List<Address> addresses) {}

    /** One address of a target. */
    record Address(Endpoint endpoint, boolean serving, Readiness readiness) {}

    /** The addresses of a target with the name its port has, which hints at what to ask. */
    private record Found(String host, @Nullable String portName, @Nullable String appProtocol,
            List<Address> addresses) {}

    Targets(Snapshot snapshot, Map<String, List<String>> names) {
        this.snapshot = snapshot;
        this.names = Map.copyOf(names);
        this.readiness = new PodReadiness(snapshot);
    }

    /** In a reader's words. */
    static String describe(Target target) {
        return switch (target) {
            case Target.OfService service -> "service " + service.namespace() + "/" + service.name();
            case Target.OfWorkload workload ->
                workload.kind().word() + " " + workload.namespace() + "/" + workload.name();
            case Target.Address address -> address.address();
            case Target.Host host -> host.host();
        };
    }

    static boolean isVirtual(@Nullable String clusterIp) {
        return clusterIp != null && !clusterIp.isEmpty() && !clusterIp.equals("None");
    }

    Lookup<Reached> find(Edge edge) {
        Via via = edge.via();
        if (via == null) {
            return switch (addresses(edge.destination(), edge.port())) {
                case Lookup.Absent<Found> absent -> new Lookup.Absent<>(absent.reason(), absent.advice());
                case Lookup.Mistake<Found> mistake -> new Lookup.Mistake<>(mistake.reason(), mistake.advice());
                case Lookup.Found<Found>(Found found) ->
                    new Lookup.Found<>(new Reached(ask(edge, found), found.host(), null, found.addresses()));
            };
        }
        return throughProxy(edge, via);
    }

    /** The proxy resolves the target's name itself, so the name is the address that is asked for. */
    private Lookup<Reached> throughProxy(Edge edge, Via via) {
        Lookup<Found> proxy = addresses(via.proxy(), via.port());
        if (proxy instanceof Lookup.Absent<Found> absent) {
            return new Lookup.Absent<>("its proxy: " + absent.reason(), absent.advice());
        }
        if (proxy instanceof Lookup.Mistake<Found> mistake) {
            return new Lookup.Mistake<>("its proxy: " + mistake.reason(), mistake.advice());
        }
        Endpoint hop = ((Lookup.Found<Found>) proxy).value().addresses().get(0).endpoint();
        return switch (named(edge)) {
            case Lookup.Absent<Endpoint> absent -> new Lookup.Absent<>(absent.reason(), absent.advice());
            case Lookup.Mistake<Endpoint> mistake -> new Lookup.Mistake<>(mistake.reason(), mistake.advice());
            case Lookup.Found<Endpoint>(Endpoint target) -> {
                Ask ask = Objects.requireNonNullElseGet(edge.ask(), Ask.Handshake::new);
                yield new Lookup.Found<>(new Reached(ask, target.address(), hop,
                        List.of(new Address(target, true, Readiness.ABSENT))));
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
        };
        if (address.isEmpty()) {
            return new Lookup.Mistake<>("a workload has no name that a proxy could resolve",
                    "Give the peer " + edge.destination().peer() + " a service, a host or an address.");
        }
        return new Lookup.Found<>(new Endpoint(Endpoint.Kind.EXTERNAL, describe(edge.destination().target()), address,
                port.number(), port.protocol(), null, null));
    }

    private Lookup<Found> addresses(Destination destination, Port port) {
        return switch (destination.target()) {
            case Target.OfService service -> ofService(destination.peer(), service, port);
            case Target.OfWorkload workload -> ofWorkload(destination.peer(), workload, port);
            case Target.Address address -> external(address.address(), List.of(address.address()), port);
            case Target.Host host -> {
                List<String> resolved = names.getOrDefault(host.host(), List.of());
                yield resolved.isEmpty()
                        ? new Lookup.Absent<>(host.host() + " did not resolve in any probe pod",
                                "Check the name, and that at least one source of the run may ask the cluster's DNS.")
                        : external(host.host(), resolved, port);
            }
        };
    }

    private static Lookup<Found> external(String name, List<String> literals, Port port) {
        if (!(port instanceof Port.Numbered numbered)) {
            return new Lookup.Mistake<>("an address outside the cluster has no port named " + port,
                    "Write the port as a number.");
        }
        List<Address> addresses = literals.stream()
                .map(literal -> new Address(new Endpoint(Endpoint.Kind.EXTERNAL, name, literal, numbered.number(),
                        numbered.protocol(), null, null), true, Readiness.ABSENT))
                .toList();
        return new Lookup.Found<>(new Found(name, null, null, addresses));
    }

    private Lookup<Found> ofService(String peer, Target.OfService target, Port port) {
        String label = target.namespace() + "/" + target.name();
        Optional<Service> service = snapshot.services()
                .stream()
                .filter(s -> s.getMetadata().getNamespace().equals(target.namespace())
                        && s.getMetadata().getName().equals(target.name()))
                .findFirst();
        if (service.isEmpty()) {
            return new Lookup.Absent<>("service " + label + " does not exist",
                    "Create it, or correct the peer " + peer + ".");
        }
        List<ServicePort> declared = Objects.requireNonNullElse(service.get().getSpec().getPorts(), List.of());
        Optional<ServicePort> match = declared.stream().filter(p -> matches(p, port)).findFirst();
        if (match.isEmpty()) {
            String has = declared.isEmpty()
                    ? "no port at all"
                    : declared.stream().map(Targets::describe).collect(Collectors.joining(", "));
            return new Lookup.Mistake<>("service " + label + " has no port " + port + "; it has " + has,
                    "Under reach: service a port is the Service's. Name one of them, or use reach: pods.");
        }
        List<Address> addresses = new ArrayList<>();
        String host = target.name() + "." + target.namespace() + ".svc";
        for (String clusterIp : clusterIps(service.get())) {
            addresses.add(new Address(new Endpoint(Endpoint.Kind.SERVICE, "service " + label, clusterIp,
                    match.get().getPort(), port.protocol(), null, null), true, Readiness.ABSENT));
        }
        addresses.addAll(endpoints(target, match.get(), port.protocol()));
        if (addresses.isEmpty()) {
            return new Lookup.Absent<>("headless service " + label + " has no endpoints",
                    "Check that its selector matches running pods.");
        }
        return new Lookup.Found<>(new Found(host, match.get().getName(), match.get().getAppProtocol(), addresses));
    }

    private static List<String> clusterIps(Service service) {
        List<String> all = service.getSpec().getClusterIPs();
        if (all != null && !all.isEmpty()) {
            return all.stream().filter(Targets::isVirtual).toList();
        }
        String one = service.getSpec().getClusterIP();
        return isVirtual(one) ? List.of(one) : List.of();
    }

    private static boolean matches(ServicePort declared, Port port) {
        boolean protocol = Objects.requireNonNullElse(declared.getProtocol(), "TCP").equals(port.protocol().name());
        return protocol && switch (port) {
            case Port.Numbered numbered -> declared.getPort() == numbered.number();
            case Port.Named named -> named.name().equals(declared.getName());
        };
    }

    private static String describe(ServicePort port) {
        String number = port.getPort() + "/" + Objects.requireNonNullElse(port.getProtocol(), "TCP");
        return port.getName() == null || port.getName().isEmpty() ? number : number + " (" + port.getName() + ")";
    }

    private List<Address> endpoints(Target.OfService target, ServicePort port, Protocol protocol) {
        List<Address> addresses = new ArrayList<>();
        for (EndpointSlice slice : snapshot.endpointSlices()) {
            Map<String, String> labels = Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.of());
            if (!slice.getMetadata().getNamespace().equals(target.namespace())
                    || !target.name().equals(labels.get("kubernetes.io/service-name"))
                    || "FQDN".equals(slice.getAddressType())) {
                continue;
            }
            for (var slicePort : Objects.requireNonNullElse(slice.getPorts(),
                    List.<io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort>of())) {
                boolean same = Objects.requireNonNullElse(slicePort.getName(), "")
                        .equals(Objects.requireNonNullElse(port.getName(), ""))
                        && Objects.requireNonNullElse(slicePort.getProtocol(), "TCP").equals(protocol.name())
                        && slicePort.getPort() != null;
                if (same) {
                    addresses.addAll(endpoints(slice, slicePort.getPort(), protocol));
                }
            }
        }
        return addresses;
    }

    private List<Address> endpoints(EndpointSlice slice, int port, Protocol protocol) {
        List<Address> addresses = new ArrayList<>();
        for (var endpoint : Objects.requireNonNullElse(slice.getEndpoints(),
                List.<io.fabric8.kubernetes.api.model.discovery.v1.Endpoint>of())) {
            boolean ready = endpoint.getConditions() == null
                    || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
            var reference = endpoint.getTargetRef();
            boolean isPod = reference != null && "Pod".equals(reference.getKind());
            for (String address : endpoint.getAddresses()) {
                if (isPod) {
                    Optional<Pod> pod = pod(reference.getUid());
                    if (pod.isPresent() && ProbePodPlan.isProbePod(pod.get())) {
                        continue;
                    }
                    Endpoint end = new Endpoint(Endpoint.Kind.POD,
                            "pod " + slice.getMetadata().getNamespace() + "/" + reference.getName(), address, port,
                            protocol, reference.getUid(), endpoint.getNodeName());
                    addresses.add(new Address(end, ready,
                            pod.map(p -> readiness.of(p, port, protocol)).orElse(Readiness.ABSENT)));
                } else {
                    addresses.add(new Address(new Endpoint(Endpoint.Kind.EXTERNAL,
                            "endpoint of " + slice.getMetadata().getName(), address, port, protocol, null,
                            endpoint.getNodeName()), ready, Readiness.ABSENT));
                }
            }
        }
        return addresses;
    }

    private Optional<Pod> pod(String uid) {
        return snapshot.pods().stream().filter(p -> p.getMetadata().getUid().equals(uid)).findFirst();
    }

    private Lookup<Found> ofWorkload(String peer, Target.OfWorkload target, Port port) {
        String label = target.kind().word() + "/" + target.name() + " in " + target.namespace();
        Optional<Workload> workload = snapshot.workloads()
                .stream()
                .filter(w -> w.kind().equalsIgnoreCase(target.kind().name())
                        && w.namespace().equals(target.namespace()) && w.name().equals(target.name()))
                .findFirst();
        if (workload.isEmpty()) {
            return new Lookup.Absent<>(label + " does not exist", "Deploy it, or correct the peer " + peer + ".");
        }
        List<Pod> pods = snapshot.pods().stream().filter(p -> isReplica(p, workload.get())).toList();
        if (pods.isEmpty()) {
            return new Lookup.Absent<>(label + " has no running pod",
                    "Scale it up: without a listener no result would be evidence.");
        }
        List<Address> addresses = new ArrayList<>();
        String portName = port instanceof Port.Named named ? named.name() : null;
        for (Pod pod : pods) {
            Optional<Integer> number = containerPort(pod, port);
            if (number.isEmpty()) {
                return new Lookup.Mistake<>("no container of " + label + " has a port named " + port,
                        "Under reach: pods a port is the container's. Write its number, or one of its names.");
            }
            for (String address : addressesOf(pod)) {
                addresses.add(new Address(new Endpoint(Endpoint.Kind.POD,
                        "pod " + target.namespace() + "/" + pod.getMetadata().getName(), address, number.get(),
                        port.protocol(), pod.getMetadata().getUid(), pod.getSpec().getNodeName()), isReady(pod),
                        readiness.of(pod, number.get(), port.protocol())));
            }
        }
        return new Lookup.Found<>(new Found(addresses.get(0).endpoint().address(), portName, null, addresses));
    }

    private static boolean isReplica(Pod pod, Workload workload) {
        return pod.getMetadata().getNamespace().equals(workload.namespace()) && !ProbePodPlan.isProbePod(pod)
                && pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase())
                && pod.getMetadata().getDeletionTimestamp() == null
                && LabelSelectors.matches(workload.selector(), pod.getMetadata().getLabels());
    }

    private static List<String> addressesOf(Pod pod) {
        List<PodIP> all = pod.getStatus().getPodIPs();
        if (all != null && !all.isEmpty()) {
            return all.stream().map(PodIP::getIp).toList();
        }
        return pod.getStatus().getPodIP() == null ? List.of() : List.of(pod.getStatus().getPodIP());
    }

    private static Optional<Integer> containerPort(Pod pod, Port port) {
        return switch (port) {
            case Port.Numbered numbered -> Optional.of(numbered.number());
            case Port.Named named -> pod.getSpec()
                    .getContainers()
                    .stream()
                    .map(Container::getPorts)
                    .filter(Objects::nonNull)
                    .flatMap(List::stream)
                    .filter(p -> named.name().equals(p.getName()) && Objects
                            .requireNonNullElse(p.getProtocol(), "TCP").equals(port.protocol().name()))
                    .map(ContainerPort::getContainerPort)
                    .findFirst();
        };
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions() != null && pod.getStatus()
                .getConditions()
                .stream()
                .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private static Ask ask(Edge edge, Found found) {
        if (edge.ask() != null) {
            return edge.ask();
        }
        int number = found.addresses().get(0).endpoint().port();
        return AskByPort.choose(edge.port().protocol(), number, found.portName(), found.appProtocol());
    }
}
