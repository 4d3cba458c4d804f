package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.netproof.lab.network.Cidr;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Something outside the cluster: no pod to any policy, known by its addresses and names. */
record ExternalHost(String name, List<String> hostnames, List<String> addresses, List<ListeningSocket> listeners) {

    private static final String USUAL_LISTENERS = "443=http, 80=http";

    ExternalHost {
        hostnames = List.copyOf(hostnames);
        addresses = List.copyOf(addresses);
        listeners = List.copyOf(listeners);
    }

    /** @throws IOException if the object's {@code spec} is malformed; says how to fix it */
    static ExternalHost of(GenericKubernetesResource object, WireOptions options) throws IOException {
        String name = object.getMetadata().getName();
        String where = "external host " + name;
        if (!(object.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec)) {
            throw new IOException(where + ": has no spec. Give it one with addresses and hostnames.");
        }
        List<String> addresses = strings(where, spec, "addresses");
        if (addresses.isEmpty()) {
            throw new IOException(where + ": has no addresses. List at least one, such as 203.0.113.10.");
        }
        for (String address : addresses) {
            requireOutside(where, address, options);
        }
        Object listen = spec.get("listen");
        return new ExternalHost(name, strings(where, spec, "hostnames"), addresses,
                ListeningSocket.of(where + ": listen", listen == null ? USUAL_LISTENERS : listen.toString()));
    }

    private static void requireOutside(String where, String text, WireOptions options) throws IOException {
        try {
            Cidr address = Cidr.parse(text);
            if (!address.isSingle()) {
                throw new IOException(where + ": " + text + " is a range. List single addresses.");
            }
            if (!options.addressFamilies().contains(Layer3.of(text))) {
                throw new IOException(where + ": " + text + " is IPv6, and this lab has IPv4 alone. Start it with"
                        + " --ip-families ipv4,ipv6.");
            }
            if (options.clusterCidrs().stream().anyMatch(range -> Cidr.parse(range).contains(address))
                    || options.nodes().stream().anyMatch(node -> node.addresses().contains(address.toString()))) {
                throw new IOException(where + ": " + text + " belongs to the cluster. Choose one outside "
                        + String.join(" and ", options.clusterCidrs()) + ".");
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        }
    }

    private static List<String> strings(String where, Map<?, ?> spec, String field) throws IOException {
        Object value = spec.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items)) {
            throw new IOException(where + ": " + field + " is no list. Write it as [" + value + "].");
        }
        return items.stream().map(Object::toString).toList();
    }
}
