package dev.netproof.snapshot;

import java.util.List;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;

/**
 * The objects of the namespaces a run touches, at one moment.
 *
 * @param nodes empty when the run may not read them
 */
public record Snapshot(List<Namespace> namespaces, List<Workload> workloads, List<Pod> pods, List<Service> services,
        List<EndpointSlice> endpointSlices, List<Node> nodes) {

    public Snapshot {
        namespaces = List.copyOf(namespaces);
        workloads = List.copyOf(workloads);
        pods = List.copyOf(pods);
        services = List.copyOf(services);
        endpointSlices = List.copyOf(endpointSlices);
        nodes = List.copyOf(nodes);
    }
}
