package dev.netproof.verdict;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Outcome;

/**
 * In which layer to look for the fault when a path is closed that policies allow, by what else was seen of its edge.
 *
 * @param layer {@code DNS}, {@code Service}, {@code endpoints}, {@code application}, {@code node}, {@code proxy} or
 *     {@code network}
 * @param why what points there, a clause
 */
record Fault(String layer, String why, String advice) {

    private static final String LOOK_AT_THE_LISTENER = "Look whether the container listens on this port of the pod's address, "
            + "not only of 127.0.0.1, and whether the port is the right one; some policy engines refuse what they deny.";

    /** No endpoint at all. */
    static final Fault NO_ENDPOINTS = new Fault("endpoints", "none stands behind it",
            "Look whether the Service's selector matches the labels of running pods.");

    /**
     * The fault of one path.
     *
     * @param all every path of its edge, itself included
     * @param idle endpoints that take no traffic
     */
    static Fault of(PathHistory path, Closed closed, List<PathHistory> all, Set<Listener> idle) {
        return switch (closed.stage()) {
            case PROXY -> new Fault("proxy", "the connection got no further",
                    "Look at the proxy: does it listen, and do its rules permit the target?");
            case DNS -> new Fault("DNS", "it is the server itself that gave no answer",
                    "Look at the DNS server's pods, and at a cache on the source's node, if there is one.");
            case TLS, EXCHANGE -> new Fault("application", "it is connected, and answers otherwise than agreed",
                    "Look at what answers there: its log, its credentials, and whatever stands in front of it.");
            case EXEC, CONNECT -> switch (path.endpoint().kind()) {
                case SERVICE -> ofService(ofFamily(path, all), idle);
                case POD -> ofPod(path, closed, all, idle);
                case EXTERNAL -> ofAddress(closed);
            };
        };
    }

    /** An address of a Service leads to addresses of its own family. */
    private static List<PathHistory> ofFamily(PathHistory path, List<PathHistory> all) {
        return all.stream().filter(other -> isIpv6(other) == isIpv6(path)).toList();
    }

    private static boolean isIpv6(PathHistory path) {
        return path.endpoint().address().indexOf(':') >= 0;
    }

    private static Fault ofService(List<PathHistory> all, Set<Listener> idle) {
        List<PathHistory> pods = all.stream().filter(path -> path.endpoint().kind() != Endpoint.Kind.SERVICE).toList();
        if (pods.isEmpty()) {
            return NO_ENDPOINTS;
        }
        List<PathHistory> serving = pods.stream().filter(pod -> !idle.contains(pod.endpoint().listener())).toList();
        if (serving.isEmpty()) {
            return new Fault("endpoints", "none of the " + pods.size() + " behind it is ready",
                    "Look at the readiness probes of its pods.");
        }
        Optional<PathHistory> open = serving.stream().filter(Fault::isOpen).findFirst();
        if (open.isPresent()) {
            return new Fault("Service", open.get().name() + " answers and the Service's own address does not",
                    "Look at its EndpointSlices and target port, then at kube-proxy, or what stands for it, on the "
                            + "source's node.");
        }
        return serving.get(0).last().observation() instanceof Closed closed
                ? of(serving.get(0), closed, serving, idle)
                : new Fault("network", "nothing behind it answers", "Look at the endpoints one by one.");
    }

    private static Fault ofPod(PathHistory path, Closed closed, List<PathHistory> all, Set<Listener> idle) {
        if (closed.outcome() == Outcome.REFUSED) {
            return new Fault("application", "nothing listens there", LOOK_AT_THE_LISTENER);
        }
        String node = path.endpoint().node();
        List<PathHistory> open = all.stream()
                .filter(other -> other.endpoint().kind() == Endpoint.Kind.POD && isOpen(other)
                        && !idle.contains(other.endpoint().listener()))
                .toList();
        if (node == null || open.isEmpty()) {
            return new Fault("network", "nothing answers, not even to refuse",
                    "Look at routes and the target's node, at firewalls, and for policies of another kind.");
        }
        Optional<PathHistory> neighbour = open.stream().filter(other -> isOn(other, node)).findFirst();
        return neighbour.isPresent()
                ? new Fault("application", neighbour.get().name() + " answers on the same node",
                        "Look at this pod: its network may be set up wrongly, or it hangs. Starting it anew often helps.")
                : new Fault("node", "no endpoint on node " + node + " answers, and "
                        + (open.size() == 1 ? "one" : open.size()) + " elsewhere " + (open.size() == 1 ? "does" : "do"),
                        "Look at node " + node + ": its network plugin, its routes and its firewall.");
    }

    private static Fault ofAddress(Closed closed) {
        return closed.outcome() == Outcome.REFUSED
                ? new Fault("application", "something answers there and refuses",
                        "Look whether the host listens on this port, and for a firewall that rejects.")
                : new Fault("network", "nothing answers at that address",
                        "Look at routes, address translation and firewalls between the cluster and the host.");
    }

    private static boolean isOpen(PathHistory path) {
        return path.last().observation() instanceof Connected;
    }

    private static boolean isOn(PathHistory path, String node) {
        return Objects.equals(path.endpoint().node(), node);
    }
}
