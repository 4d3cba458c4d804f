package dev.netproof.lab.wire;

import java.util.List;

/** Turns pod faults into elements of the filter's sets. They come before any policy. */
final class FaultRules {

    /** Where captured connections end: an address of no pod, no Service and no node. */
    private static final String PROXY_ADDRESS = "172.30.255.15";
    private static final String PROXY_ADDRESS_6 = "fd00:172:30::ff15";
    static final int PROXY_PORT = 15001;

    private FaultRules() {}

    /** Adds the faults to the rules collected so far. */
    static void collect(ClusterState state, List<PodFault> faults, Ruleset.Builder rules) {
        for (PodFault fault : faults) {
            String set = switch (fault.kind()) {
                case NO_NETWORK -> Firewall.CUT;
                case NO_EGRESS -> Firewall.MUTE;
                case NO_INGRESS -> Firewall.DEAF;
                case TRANSPARENT_PROXY -> Firewall.CAPTURED;
            };
            state.pods()
                    .stream()
                    .filter(fault::isAbout)
                    .flatMap(pod -> PodAddresses.own(pod).stream())
                    .forEach(address -> rules.element(Layer3.of(address).twin(set), address, ""));
        }
    }

    /** What accepts captured connections: it answers to no name and is no pod, so nothing else knows of it. */
    static List<ExternalHost> proxies(List<PodFault> faults, List<Layer3> families) {
        boolean needed = faults.stream().anyMatch(fault -> fault.kind() == PodFault.Kind.TRANSPARENT_PROXY);
        return needed
                ? List.of(new ExternalHost("lab-transparent-proxy", List.of(),
                        families.stream().map(FaultRules::proxyAddress).toList(),
                        List.of(new ListeningSocket(new ListeningSocket.Port(PROXY_PORT, ListeningSocket.Protocol.TCP),
                                ListeningSocket.ANY_ADDRESS,
                                ListeningSocket.Behaviour.SILENT))))
                : List.of();
    }

    static String proxyAddress(Layer3 family) {
        return switch (family) {
            case IP -> PROXY_ADDRESS;
            case IP6 -> PROXY_ADDRESS_6;
        };
    }
}
