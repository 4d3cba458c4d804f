package dev.netproof.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Place;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import org.jspecify.annotations.Nullable;

/** Finds the end that a name or an address means. */
final class EndpointResolver {

    /** Per pod, one end for each of its addresses; at least one. */
    private final Map<FlowEnd.Pod, List<End>> pods = new LinkedHashMap<>();
    private final Map<IpAddress, End> byAddress = new HashMap<>();
    private final Map<String, List<End>> nodes = new LinkedHashMap<>();
    /** The first end of each member of the roster. */
    private final List<End> byIndex = new ArrayList<>();

    EndpointResolver(PodIndex roster, RuleChainBuilder chains, Snapshot snapshot) {
        for (Service service : snapshot.services()) {
            addService(service);
        }
        for (Node node : roster.nodes()) {
            addNode(node, roster);
        }
        for (Pod pod : roster.onNodes()) {
            String node = pod.getSpec().getNodeName();
            add(pod, address -> End.node(place(pod), roster.node(node), node, address));
        }
        for (PodIndex.Member member : roster.members()) {
            Pod pod = member.pod();
            NamedPorts ports = pod.getSpec() == null ? NamedPorts.NONE : NamedPorts.of(pod.getSpec());
            String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
            RuleChain ingress = chains.chain(member.index(), Direction.INGRESS);
            RuleChain egress = chains.chain(member.index(), Direction.EGRESS);
            byIndex.add(add(pod, address -> {
                End end = End.pod(place(pod), member.index(), node, address, ports);
                end.governedBy(ingress, egress);
                return end;
            }));
        }
    }

    private interface Made {
        End at(@Nullable IpAddress address);
    }

    private static Place place(Pod pod) {
        return new Place.Pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    /** Its first end. */
    private End add(Pod pod, Made made) {
        List<End> ends = new ArrayList<>();
        for (IpAddress address : addresses(pod)) {
            End end = made.at(address);
            ends.add(end);
            if (end.kind == End.Kind.POD) {
                byAddress.put(address, end);
            } else {
                byAddress.putIfAbsent(address, end);
            }
        }
        if (ends.isEmpty()) {
            ends.add(made.at(null));
        }
        pods.put(new FlowEnd.Pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName()), ends);
        return ends.get(0);
    }

    private static List<IpAddress> addresses(Pod pod) {
        if (pod.getStatus() == null) {
            return List.of();
        }
        Stream<String> all = Objects.requireNonNullElse(pod.getStatus().getPodIPs(), List.<PodIP>of()).stream()
                .map(PodIP::getIp);
        return Stream.concat(Stream.ofNullable(pod.getStatus().getPodIP()), all).filter(Objects::nonNull)
                .map(IpAddress::parse).flatMap(Optional::stream).distinct().toList();
    }

    private void addNode(Node node, PodIndex roster) {
        String name = node.getMetadata().getName();
        List<End> ends = new ArrayList<>();
        if (node.getStatus() != null && node.getStatus().getAddresses() != null) {
            for (NodeAddress address : node.getStatus().getAddresses()) {
                IpAddress.parse(Objects.requireNonNullElse(address.getAddress(), "")).ifPresent(parsed -> {
                    End end = End.node(new Place.Node(name), roster.node(name), name, parsed);
                    ends.add(end);
                    byAddress.put(parsed, end);
                });
            }
        }
        if (ends.isEmpty()) {
            ends.add(End.node(new Place.Node(name), roster.node(name), name, null));
        }
        nodes.put(name, ends);
    }

    /** One for each address of a node, at least one. */
    Map<String, List<End>> nodes() {
        return nodes;
    }

    private void addService(Service service) {
        if (service.getSpec() == null) {
            return;
        }
        Place place = new Place.Service(service.getMetadata().getNamespace(), service.getMetadata().getName());
        Stream.of(Stream.ofNullable(service.getSpec().getClusterIP()),
                Objects.requireNonNullElse(service.getSpec().getClusterIPs(), List.<String>of()).stream(),
                Objects.requireNonNullElse(service.getSpec().getExternalIPs(), List.<String>of()).stream())
                .flatMap(part -> part).filter(Objects::nonNull).map(IpAddress::parse).flatMap(Optional::stream)
                .forEach(address -> byAddress.put(address, End.service(place, address)));
    }

    /** What governs a pod, by its index in the roster. */
    RuleChain chain(int pod, Direction direction) {
        return byIndex.get(pod).chain(direction);
    }

    /** @param other the other end, whose address family decides between several addresses */
    End find(FlowEnd wanted, FlowEnd other) {
        List<End> own = ends(wanted);
        End found = own.get(0);
        return own.size() == 1 ? found : End.facing(own, ends(other));
    }

    /** One for each address of a pod, at least one. */
    List<End> ends(FlowEnd wanted) {
        return switch (wanted) {
            case FlowEnd.Pod pod -> {
                List<End> known = pods.get(pod);
                yield known == null ? List.of(End.missing(new Place.Pod(pod.namespace(), pod.name()))) : known;
            }
            case FlowEnd.Node node -> {
                List<End> known = nodes.get(node.name());
                yield known == null ? List.of(End.missing(new Place.Node(node.name()))) : known;
            }
            case FlowEnd.Address address -> List.of(IpAddress.parse(address.literal())
                    .map(parsed -> {
                        End known = byAddress.get(parsed);
                        return known == null ? End.external(new Place.Address(address.literal()), parsed) : known;
                    })
                    .orElseGet(() -> End.missing(new Place.Address(address.literal()))));
        };
    }
}
