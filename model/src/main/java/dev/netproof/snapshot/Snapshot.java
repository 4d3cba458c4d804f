package dev.netproof.snapshot;

import java.util.List;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/**
 * The objects of the namespaces a run touches, at one moment.
 *
 * @param nodes empty when the run may not read them
 * @param networkPolicies empty when the run may not read them
 * @param otherPolicies objects of other policy APIs, of any kind
 * @param unreadPolicies why not every policy was read, so that nothing is known to be declared; empty when all were
 */
public record Snapshot(List<Namespace> namespaces, List<Workload> workloads, List<Pod> pods, List<Service> services,
        List<EndpointSlice> endpointSlices, List<Node> nodes, List<NetworkPolicy> networkPolicies,
        List<GenericKubernetesResource> otherPolicies, String unreadPolicies) {

    public Snapshot {
        namespaces = List.copyOf(namespaces);
        workloads = List.copyOf(workloads);
        pods = List.copyOf(pods);
        services = List.copyOf(services);
        endpointSlices = List.copyOf(endpointSlices);
        nodes = List.copyOf(nodes);
        networkPolicies = List.copyOf(networkPolicies);
        otherPolicies = List.copyOf(otherPolicies);
    }

    /** With all policies that there are. */
    public Snapshot(List<Namespace> namespaces, List<Workload> workloads, List<Pod> pods, List<Service> services,
            List<EndpointSlice> endpointSlices, List<Node> nodes, List<NetworkPolicy> networkPolicies,
            List<GenericKubernetesResource> otherPolicies) {
        this(namespaces, workloads, pods, services, endpointSlices, nodes, networkPolicies, otherPolicies, "");
    }

    /** Without policies. */
    public Snapshot(List<Namespace> namespaces, List<Workload> workloads, List<Pod> pods, List<Service> services,
            List<EndpointSlice> endpointSlices, List<Node> nodes) {
        this(namespaces, workloads, pods, services, endpointSlices, nodes, List.of(), List.of());
    }

    /** With these pods besides. */
    public Snapshot with(List<Pod> others) {
        List<Pod> all = Stream.concat(pods.stream(), others.stream()).toList();
        return new Snapshot(namespaces, workloads, all, services, endpointSlices, nodes, networkPolicies, otherPolicies,
                unreadPolicies);
    }
}
