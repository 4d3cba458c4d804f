package dev.netproof.policy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Protocols and ports. */
public record ConnectionSet(Map<Transport, PortSet> ports) {

    public static final ConnectionSet NONE = new ConnectionSet(Map.of());

    public ConnectionSet {
        Map<Transport, PortSet> some = new EnumMap<>(Transport.class);
        ports.forEach((transport, set) -> {
            if (!set.isEmpty()) {
                some.put(transport, set);
            }
        });
        ports = Map.copyOf(some);
    }

    public PortSet of(Transport transport) {
        return Objects.requireNonNullElse(ports.get(transport), PortSet.NONE);
    }

    public boolean isEmpty() {
        return ports.isEmpty();
    }

    public boolean isEverything() {
        for (Transport transport : Transport.values()) {
            if (!of(transport).equals(PortSet.ALL)) {
                return false;
            }
        }
        return true;
    }

    ConnectionSet union(ConnectionSet other) {
        if (isEmpty() || equals(other)) {
            return other;
        }
        Map<Transport, PortSet> union = new EnumMap<>(Transport.class);
        for (Transport transport : Transport.values()) {
            union.put(transport, of(transport).union(other.of(transport)));
        }
        return new ConnectionSet(union);
    }

    /** {@code All Connections}, {@code No Connections} or {@code TCP 8080,9090-9099,UDP 53}. */
    @Override
    public String toString() {
        if (isEverything()) {
            return "All Connections";
        }
        return isEmpty() ? "No Connections"
                : new EnumMap<>(ports).entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(","));
    }
}
