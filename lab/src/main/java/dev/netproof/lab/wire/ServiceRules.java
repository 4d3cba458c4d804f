package dev.netproof.lab.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;

/**
 * Turns Services into address translation: each connection to a cluster IP goes to a ready endpoint at random, and is
 * refused if there is none, as kube-proxy does it.
 */
final class ServiceRules {

    private ServiceRules() {}

    /** Adds the rules of the state's Services to those collected so far. */
    static void collect(ClusterState state, Ruleset.Builder rules) {
        for (Service service : state.services()) {
            for (String clusterIp : clusterIps(service)) {
                for (ServicePort port : Absent.asEmpty(service.getSpec().getPorts())) {
                    collect(state, service, clusterIp, port, rules);
                }
            }
        }
    }

    /** At most one of each family; none for a Service without. */
    static List<String> clusterIps(Service service) {
        List<String> all = Absent.asEmpty(service.getSpec().getClusterIPs());
        return (all.isEmpty() ? Stream.ofNullable(service.getSpec().getClusterIP()) : all.stream())
                .filter(address -> !address.isBlank() && !address.equals("None")).toList();
    }

    private static void collect(ClusterState state, Service service, String clusterIp, ServicePort port,
            Ruleset.Builder rules) {
        Layer3 layer3 = Layer3.of(clusterIp);
        String protocol = protocol(port.getProtocol()).toLowerCase(Locale.ROOT);
        String key = clusterIp + " . " + protocol + " . " + port.getPort();
        List<Backend> backends = backends(state, service, port).stream()
                .filter(backend -> Layer3.of(backend.address) == layer3).toList();
        if (backends.isEmpty()) {
            rules.element(layer3.twin(Firewall.UNSERVED), key, "");
        } else {
            String chain = rules.chain(List.of("meta l4proto " + protocol + " " + translation(layer3, backends)));
            rules.element(layer3.twin(Firewall.SERVICES), key, "goto " + chain);
            backends.forEach(backend -> rules.element(layer3.twin(Firewall.HAIRPIN),
                    backend.address + " . " + backend.address, ""));
        }
    }

    private static String translation(Layer3 layer3, List<Backend> backends) {
        if (backends.size() == 1) {
            return "dnat " + layer3.word() + " to " + layer3.beforePort(backends.get(0).address) + ":"
                    + backends.get(0).port;
        }
        List<String> choices = new ArrayList<>();
        for (Backend backend : backends) {
            choices.add(choices.size() + " : " + backend.address + " . " + backend.port);
        }
        return "dnat " + layer3.word() + " to numgen random mod " + backends.size() + " map { "
                + String.join(", ", choices) + " }";
    }

    private static SortedSet<Backend> backends(ClusterState state, Service service, ServicePort port) {
        SortedSet<Backend> backends = new TreeSet<>();
        for (EndpointSlice slice : Endpoints.slices(state, service)) {
            for (EndpointPort endpointPort : Absent.asEmpty(slice.getPorts())) {
                if (endpointPort.getPort() != null && same(endpointPort.getName(), port.getName())
                        && same(protocol(endpointPort.getProtocol()), protocol(port.getProtocol()))) {
                    Absent.asEmpty(slice.getEndpoints()).stream().filter(Endpoints::isReady).map(Endpoint::getAddresses)
                            .flatMap(List::stream)
                            .forEach(address -> backends.add(new Backend(address, endpointPort.getPort())));
                }
            }
        }
        return backends;
    }

    private static String protocol(String protocol) {
        return Objects.requireNonNullElse(protocol, "TCP");
    }

    private static boolean same(String one, String other) {
        return Objects.requireNonNullElse(one, "").equals(Objects.requireNonNullElse(other, ""));
    }

    private record Backend(String address, int port) implements Comparable<Backend> {

        @Override
        public int compareTo(Backend other) {
            return address.equals(other.address) ? Integer.compare(port, other.port)
                    : address.compareTo(other.address);
        }
    }
}
