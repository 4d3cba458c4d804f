package dev.netproof.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.snapshot.ProbePodLabel;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import org.jspecify.annotations.Nullable;

/**
 * A Service is its virtual address and each of its endpoints, ready or not: the virtual address alone would sample one
 * backend, and a leak through another would show only now and then.
 */
final class ServiceTargets {

    private final PodLookup pods;
    private final PodReadiness readiness;
    private final Map<String, Service> services = new HashMap<>();
    private final Map<String, List<EndpointSlice>> slices = new HashMap<>();

    ServiceTargets(Snapshot snapshot, PodLookup pods, PodReadiness readiness) {
        this.pods = pods;
        this.readiness = readiness;
        for (Service service : snapshot.services()) {
            services.put(service.getMetadata().getNamespace() + '/' + service.getMetadata().getName(), service);
        }
        for (EndpointSlice slice : snapshot.endpointSlices()) {
            Map<String, String> labels = Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.of());
            String service = labels.get("kubernetes.io/service-name");
            if (service != null && !"FQDN".equals(slice.getAddressType())) {
                slices.computeIfAbsent(slice.getMetadata().getNamespace() + '/' + service, name -> new ArrayList<>())
                        .add(slice);
            }
        }
    }

    static boolean isVirtual(@Nullable String clusterIp) {
        return clusterIp != null && !clusterIp.isEmpty() && !clusterIp.equals("None");
    }

    Lookup<TargetAddresses> find(String peer, Target.OfService target, Port port) {
        String label = target.namespace() + "/" + target.name();
        Service service = services.get(label);
        if (service == null) {
            return new Lookup.Absent<>("service " + label + " does not exist",
                    "Create it, or correct the peer " + peer + ".");
        }
        List<ServicePort> declared = Objects.requireNonNullElse(service.getSpec().getPorts(), List.of());
        Optional<ServicePort> match = declared.stream().filter(p -> matches(p, port)).findFirst();
        if (match.isEmpty()) {
            String has = declared.isEmpty()
                    ? "no port at all"
                    : declared.stream().map(ServiceTargets::describe).collect(Collectors.joining(", "));
            return new Lookup.Mistake<>("service " + label + " has no port " + port + "; it has " + has,
                    "Under reach: service a port is the Service's. Name one of them, or use reach: pods.");
        }
        List<TargetAddresses.Address> addresses = new ArrayList<>();
        String host = target.name() + "." + target.namespace() + ".svc";
        for (String clusterIp : clusterIps(service)) {
            addresses.add(new TargetAddresses.Address(new Endpoint(Endpoint.Kind.SERVICE,
                    new Place.Service(target.namespace(), target.name()), clusterIp,
                    match.get().getPort(), port.protocol(), null, null), true, Readiness.ABSENT));
        }
        addresses.addAll(endpoints(target, match.get(), port.protocol()));
        if (addresses.isEmpty()) {
            return new Lookup.Absent<>("headless service " + label + " has no endpoints",
                    "Check that its selector matches running pods.");
        }
        return new Lookup.Found<>(
                new TargetAddresses(host, match.get().getName(), match.get().getAppProtocol(), addresses));
    }

    private static List<String> clusterIps(Service service) {
        List<String> all = service.getSpec().getClusterIPs();
        if (all != null && !all.isEmpty()) {
            return all.stream().filter(ServiceTargets::isVirtual).toList();
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

    private List<TargetAddresses.Address> endpoints(Target.OfService target, ServicePort port, Protocol protocol) {
        List<TargetAddresses.Address> addresses = new ArrayList<>();
        for (EndpointSlice slice : slices.getOrDefault(target.namespace() + '/' + target.name(), List.of())) {
            for (var slicePort : Objects.requireNonNullElse(slice.getPorts(),
                    List.<EndpointPort>of())) {
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

    private List<TargetAddresses.Address> endpoints(EndpointSlice slice, int port, Protocol protocol) {
        List<TargetAddresses.Address> addresses = new ArrayList<>();
        for (var endpoint : Objects.requireNonNullElse(slice.getEndpoints(),
                List.<io.fabric8.kubernetes.api.model.discovery.v1.Endpoint>of())) {
            boolean ready = endpoint.getConditions() == null
                    || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
            var reference = endpoint.getTargetRef();
            boolean isPod = reference != null && "Pod".equals(reference.getKind());
            for (String address : endpoint.getAddresses()) {
                if (isPod) {
                    Optional<Pod> pod = pods.withUid(reference.getUid());
                    if (pod.isPresent() && ProbePodLabel.isOn(pod.get())) {
                        continue;
                    }
                    Endpoint end = new Endpoint(Endpoint.Kind.POD,
                            new Place.Pod(slice.getMetadata().getNamespace(), reference.getName()), address, port,
                            protocol, reference.getUid(), endpoint.getNodeName());
                    addresses.add(new TargetAddresses.Address(end, ready,
                            pod.map(p -> readiness.of(p, port, protocol)).orElse(Readiness.ABSENT)));
                } else {
                    addresses.add(new TargetAddresses.Address(new Endpoint(Endpoint.Kind.EXTERNAL,
                            new Place.Slice(slice.getMetadata().getNamespace(), slice.getMetadata().getName()), address,
                            port, protocol, null,
                            endpoint.getNodeName()), ready, Readiness.ABSENT));
                }
            }
        }
        return addresses;
    }
}
