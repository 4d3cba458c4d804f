package dev.netproof.verdict;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Fault;
import dev.netproof.evidence.Fault.Sign;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Outcome;

/** Looks for the fault when a path is closed that no policy closes, by what else was seen of its edge. */
final class FaultLocator {

    private FaultLocator() {}

    /**
     * The fault of one path.
     *
     * @param all every path of its edge, itself included
     * @param idle endpoints that take no traffic
     */
    static Fault of(PathHistory path, Closed closed, List<PathHistory> all, Set<Listener> idle) {
        return switch (closed.stage()) {
            case PROXY -> new Fault.Told(Sign.STOPPED_AT_PROXY);
            case DNS -> new Fault.Told(Sign.NO_DNS_ANSWER);
            case TLS, EXCHANGE -> new Fault.Told(Sign.OTHER_ANSWER);
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
            return new Fault.Told(Sign.NO_ENDPOINTS);
        }
        List<PathHistory> serving = pods.stream().filter(pod -> !idle.contains(pod.endpoint().listener())).toList();
        if (serving.isEmpty()) {
            return new Fault.NoneReady(pods.size());
        }
        Optional<PathHistory> open = serving.stream().filter(FaultLocator::isOpen).findFirst();
        if (open.isPresent()) {
            return new Fault.ServiceAddress(open.get().endpoint());
        }
        return serving.get(0).last().observation() instanceof Closed closed
                ? of(serving.get(0), closed, serving, idle)
                : new Fault.Told(Sign.NO_BACKEND_ANSWERS);
    }

    private static Fault ofPod(PathHistory path, Closed closed, List<PathHistory> all, Set<Listener> idle) {
        if (closed.outcome() == Outcome.REFUSED) {
            return new Fault.Told(Sign.NOT_LISTENING);
        }
        String node = path.endpoint().node();
        List<PathHistory> open = all.stream()
                .filter(other -> other.endpoint().kind() == Endpoint.Kind.POD && isOpen(other)
                        && !idle.contains(other.endpoint().listener()))
                .toList();
        if (node == null || open.isEmpty()) {
            return new Fault.Told(Sign.SILENCE);
        }
        Optional<PathHistory> neighbour = open.stream().filter(other -> isOn(other, node)).findFirst();
        return neighbour.isPresent()
                ? new Fault.OnePod(neighbour.get().endpoint())
                : new Fault.OneNode(node, open.size());
    }

    private static Fault ofAddress(Closed closed) {
        return closed.outcome() == Outcome.REFUSED
                ? new Fault.Told(Sign.HOST_REFUSES)
                : new Fault.Told(Sign.HOST_SILENT);
    }

    private static boolean isOpen(PathHistory path) {
        return path.last().observation() instanceof Connected;
    }

    private static boolean isOn(PathHistory path, String node) {
        return Objects.equals(path.endpoint().node(), node);
    }
}
