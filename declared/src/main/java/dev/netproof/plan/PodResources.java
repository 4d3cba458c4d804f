package dev.netproof.plan;

import java.util.Map;

/**
 * What a probe pod's container asks for, by resource name, as Kubernetes writes quantities.
 *
 * @param requests what the scheduler sets aside; quotas count it
 * @param limits what the kubelet holds the container to
 */
public record PodResources(Map<String, String> requests, Map<String, String> limits) {

    /** Next to nothing. */
    public static final PodResources SMALL = new PodResources(Map.of("cpu", "10m", "memory", "32Mi"),
            Map.of("cpu", "500m", "memory", "256Mi"));

    public PodResources {
        requests = Map.copyOf(requests);
        limits = Map.copyOf(limits);
    }
}
