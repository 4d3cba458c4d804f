package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import org.jspecify.annotations.Nullable;

/** Resolves a Service's port to what stands behind it. */
final class Backends {

    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private final Snapshot snapshot;
    private final PodIndex roster;

    Backends(Snapshot snapshot, PodIndex roster) {
        this.snapshot = snapshot;
        this.roster = roster;
    }

    List<Backend> behind(String namespace, String name, String port) {
        return snapshot.services().stream()
                .filter(service -> service.getMetadata().getNamespace().equals(namespace)
                        && service.getMetadata().getName().equals(name))
                .flatMap(service -> orEmpty(service.getSpec() == null ? null : service.getSpec().getPorts()).stream()
                        .filter(candidate -> port.equals(candidate.getName())
                                || port.equals(String.valueOf(candidate.getPort())))
                        .flatMap(candidate -> behind(service, candidate).stream()))
                .toList();
    }

    private List<Backend> behind(Service service, ServicePort port) {
        List<EndpointSlice> slices = snapshot.endpointSlices().stream()
                .filter(slice -> service.getMetadata().getNamespace().equals(slice.getMetadata().getNamespace()))
                .filter(slice -> service.getMetadata().getName()
                        .equals(orEmpty(slice.getMetadata().getLabels()).get(SERVICE_LABEL)))
                .toList();
        return slices.isEmpty() ? selected(service, port)
                : slices.stream().flatMap(slice -> listed(slice, port).stream()).distinct().toList();
    }

    private static List<Backend> listed(EndpointSlice slice, ServicePort port) {
        List<Backend> backends = new ArrayList<>();
        for (EndpointPort own : orEmpty(slice.getPorts())) {
            if (own.getPort() != null && orEmpty(own.getName()).equals(orEmpty(port.getName()))) {
                for (Endpoint endpoint : orEmpty(slice.getEndpoints())) {
                    boolean serving = endpoint.getConditions() == null
                            || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
                    transport(own.getProtocol()).forEach(transport -> orEmpty(endpoint.getAddresses())
                            .forEach(address -> backends.add(new Backend(new FlowEnd.Address(address), transport,
                                    own.getPort(), serving))));
                }
            }
        }
        return backends;
    }

    private List<Backend> selected(Service service, ServicePort port) {
        Map<String, String> selector = orEmpty(service.getSpec().getSelector());
        if (selector.isEmpty()) {
            return List.of();
        }
        return roster.inNamespace(service.getMetadata().getNamespace(), new Selector(selector, List.of())).stream()
                .mapToObj(index -> roster.members().get(index))
                .flatMap(member -> transport(port.getProtocol()).stream().flatMap(transport -> {
                    OptionalInt target = target(member, port, transport);
                    return target.isEmpty() ? Stream.empty()
                            : Stream.of(new Backend(new FlowEnd.Pod(member.namespace(), member.name()), transport,
                                    target.getAsInt(), true));
                })).toList();
    }

    /** A named target port is another number on another pod; an absent one is the Service's own. */
    private static OptionalInt target(PodIndex.Member member, ServicePort port, Transport transport) {
        IntOrString target = port.getTargetPort();
        if (target == null || (target.getIntVal() == null && target.getStrVal() == null)) {
            return OptionalInt.of(port.getPort());
        }
        if (target.getIntVal() != null) {
            return OptionalInt.of(target.getIntVal());
        }
        return member.pod().getSpec() == null ? OptionalInt.empty()
                : NamedPorts.of(member.pod().getSpec()).number(target.getStrVal(), transport);
    }

    private static List<Transport> transport(@Nullable String protocol) {
        return Transport.named(protocol == null ? "TCP" : protocol).stream().toList();
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return Objects.requireNonNullElse(map, Map.of());
    }
}
