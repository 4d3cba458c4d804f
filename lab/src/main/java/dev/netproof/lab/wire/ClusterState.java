package dev.netproof.lab.wire;

import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/**
 * The objects that decide what a packet may do, at one moment.
 *
 * @param pods those with an address; labels are the current ones
 * @param externalHosts objects of {@code lab.netproof.dev/v1 ExternalHost}: addresses outside the cluster
 * @param podFaults objects of {@code lab.netproof.dev/v1 PodFault}: what is wrong with the network of pods
 */
public record ClusterState(List<Namespace> namespaces, List<Pod> pods, List<Service> services,
        List<EndpointSlice> endpointSlices, List<NetworkPolicy> policies,
        List<GenericKubernetesResource> externalHosts, List<GenericKubernetesResource> podFaults) {

    static final ClusterState EMPTY = new ClusterState(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of());

    public ClusterState {
        namespaces = List.copyOf(namespaces);
        pods = List.copyOf(pods);
        services = List.copyOf(services);
        endpointSlices = List.copyOf(endpointSlices);
        policies = List.copyOf(policies);
        externalHosts = List.copyOf(externalHosts);
        podFaults = List.copyOf(podFaults);
    }

    /** The same with other policies. */
    ClusterState withPolicies(List<NetworkPolicy> others) {
        return new ClusterState(namespaces, pods, services, endpointSlices, others, externalHosts, podFaults);
    }
}
