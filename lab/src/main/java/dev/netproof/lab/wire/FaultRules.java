package dev.netproof.lab.wire;

import java.util.List;

import io.fabric8.kubernetes.api.model.Pod;

/** Turns pod faults into elements of the filter's sets. They come before any policy. */
final class FaultRules {

    /** Where captured connections end: an address of no pod, no Service and no node. */
    static final String PROXY_ADDRESS = "172.30.255.15";
    static final int PROXY_PORT = 15001;

    private FaultRules() {}

    /** Adds the faults to the rules collected so far. */
    static void collect(ClusterState state, List<PodFault> faults, Ruleset.Builder rules) {
        for (PodFault fault : faults) {
            String set = switch (fault.kind()) {
                case NO_NETWORK -> Firewall.CUT;
                case TRANSPARENT_PROXY -> Firewall.CAPTURED;
            };
            state.pods()
                    .stream()
                    .filter(pod -> hasOwnAddress(pod) && fault.isAbout(pod))
                    .forEach(pod -> rules.element(set, pod.getStatus().getPodIP(), ""));
        }
    }

    /** What accepts captured connections: it answers to no name and is no pod, so nothing else knows of it. */
    static List<ExternalHost> proxies(List<PodFault> faults) {
        boolean needed = faults.stream().anyMatch(fault -> fault.kind() == PodFault.Kind.TRANSPARENT_PROXY);
        return needed
                ? List.of(new ExternalHost("lab-transparent-proxy", List.of(), List.of(PROXY_ADDRESS),
                        List.of(new Listener(new Listener.Port(PROXY_PORT, Listener.Protocol.TCP), "0.0.0.0",
                                Listener.Behaviour.SILENT))))
                : List.of();
    }

    private static boolean hasOwnAddress(Pod pod) {
        return !Boolean.TRUE.equals(pod.getSpec().getHostNetwork()) && pod.getStatus() != null
                && pod.getStatus().getPodIP() != null;
    }
}
