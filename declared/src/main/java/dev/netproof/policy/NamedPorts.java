package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import org.jspecify.annotations.Nullable;

/** The names that a pod's containers give their ports. Sidecars are containers, too. */
public record NamedPorts(List<Port> ports) {

    static final NamedPorts NONE = new NamedPorts(List.of());

    public record Port(String name, Transport transport, int number) {}

    public NamedPorts {
        ports = List.copyOf(ports);
    }

    public static NamedPorts of(PodSpec spec) {
        Stream<Container> sidecars = orEmpty(spec.getInitContainers()).stream()
                .filter(container -> "Always".equals(container.getRestartPolicy()));
        List<Port> ports = new ArrayList<>();
        Stream.concat(orEmpty(spec.getContainers()).stream(), sidecars)
                .flatMap(container -> orEmpty(container.getPorts()).stream())
                .forEach(port -> read(port, ports));
        return new NamedPorts(ports);
    }

    private static void read(ContainerPort port, List<Port> ports) {
        if (port.getName() != null && port.getContainerPort() != null) {
            Transport.named(Objects.requireNonNullElse(port.getProtocol(), "TCP"))
                    // Interned, so that comparing names is comparing references most of the time.
                    .ifPresent(transport -> ports
                            .add(new Port(port.getName().intern(), transport, port.getContainerPort())));
        }
    }

    boolean has(String name, Transport transport, int number) {
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            if (port.number == number && port.transport == transport && port.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The first port of that name, as the pod's containers stand in order. */
    public OptionalInt number(String name, Transport transport) {
        return ports.stream().filter(port -> port.name.equals(name) && port.transport == transport)
                .mapToInt(Port::number).findFirst();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
