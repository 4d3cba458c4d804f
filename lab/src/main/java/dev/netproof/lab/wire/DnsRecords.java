package dev.netproof.lab.wire;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;

/**
 * The names that cluster DNS knows, as lines of a hosts file.
 *
 * @see <a href="https://github.com/kubernetes/dns/blob/master/docs/specification.md">Kubernetes DNS-Based Service
 *      Discovery</a>
 */
final class DnsRecords {

    private final SortedMap<String, SortedSet<String>> namesByAddress = new TreeMap<>();

    private DnsRecords() {}

    static String hosts(ClusterState state, List<ExternalHost> externalHosts, WireOptions options) {
        DnsRecords records = new DnsRecords();
        String services = ".svc." + options.clusterDomain();
        // Every cluster has this Service, and its first cluster IP is the API server's.
        if (state.services().stream().noneMatch(DnsRecords::isKubernetes)) {
            records.add(options.apiAddress(), "kubernetes.default" + services);
        }
        Map<String, Pod> pods = state.pods().stream().collect(Collectors.toMap(
                pod -> pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName(), Function.identity(),
                (one, other) -> other));
        for (Service service : state.services()) {
            String name = service.getMetadata().getName() + "." + service.getMetadata().getNamespace() + services;
            if ("None".equals(service.getSpec().getClusterIP())) {
                records.addHeadless(state, service, name, pods);
            } else {
                ServiceRules.clusterIps(service).forEach(address -> records.add(address, name));
            }
        }
        externalHosts.forEach(host -> host.addresses()
                .forEach(address -> host.hostnames().forEach(name -> records.add(address, name))));
        return records.text();
    }

    private void addHeadless(ClusterState state, Service service, String name, Map<String, Pod> pods) {
        for (EndpointSlice slice : Endpoints.slices(state, service)) {
            for (Endpoint endpoint : Absent.asEmpty(slice.getEndpoints())) {
                if (!Endpoints.isReady(endpoint)) {
                    continue;
                }
                for (String address : endpoint.getAddresses()) {
                    add(address, name);
                    if (endpoint.getHostname() != null) {
                        add(address, endpoint.getHostname() + "." + name);
                    }
                    ObjectReference target = endpoint.getTargetRef();
                    Pod pod = target == null ? null : pods.get(target.getNamespace() + "/" + target.getName());
                    if (pod != null && pod.getSpec().getHostname() != null
                            && service.getMetadata().getName().equals(pod.getSpec().getSubdomain())) {
                        add(address, pod.getSpec().getHostname() + "." + name);
                    }
                }
            }
        }
    }

    private void add(String address, String name) {
        namesByAddress.computeIfAbsent(address, any -> new TreeSet<>()).add(name);
    }

    private String text() {
        return namesByAddress.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.join(" ", entry.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static boolean isKubernetes(Service service) {
        return service.getMetadata().getName().equals("kubernetes")
                && service.getMetadata().getNamespace().equals("default");
    }
}
