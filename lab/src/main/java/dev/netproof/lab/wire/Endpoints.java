package dev.netproof.lab.wire;

import java.util.List;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;

/** What EndpointSlices say about a Service. */
final class Endpoints {

    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private Endpoints() {}

    /** The Service's slices with addresses; those of names are left out. */
    static List<EndpointSlice> slices(ClusterState state, Service service) {
        return state.endpointSlices().stream()
                .filter(slice -> slice.getMetadata().getNamespace().equals(service.getMetadata().getNamespace()))
                .filter(slice -> service.getMetadata().getName()
                        .equals(Absent.asEmpty(slice.getMetadata().getLabels()).get(SERVICE_LABEL)))
                .filter(slice -> !"FQDN".equals(slice.getAddressType()))
                .toList();
    }

    /** Unknown readiness counts as ready, says the EndpointSlice API. */
    static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }
}
