package dev.netproof.policy;

/**
 * What a Service translates its own address to.
 *
 * @param end a pod, or an address where EndpointSlices say so
 * @param port of the pod
 * @param serving whether it gets traffic now; unknown counts as yes
 */
public record Backend(FlowEnd end, Transport transport, int port, boolean serving) {}
