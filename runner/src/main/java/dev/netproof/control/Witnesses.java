package dev.netproof.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.ProbePod;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Edge;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.plan.Probe;
import dev.netproof.plan.Shot;

/**
 * Chooses who proves that a denied target listens: up to two other sources that are expected to reach it; beside them a container
 * of the run in the target's own pod, where there is one.
 *
 * <p>Witnesses are asked before the denied attempts, in the same round as each of them, and after the last.
 */
public final class Witnesses {

    /** A second witness, for when the first turns out to have a proxy beside it or to lose its pod. */
    private static final int ENOUGH = 2;

    private final Map<Listener, Map<String, Shot>> allowed = new HashMap<>();
    private final Function<Edge, Expectation> expected;
    private final Map<String, String> within = new LinkedHashMap<>();

    /**
     * The witnesses among the edges of a plan.
     *
     * @param expected what an edge is measured against
     * @param running the pods that run, by key
     */
    public Witnesses(List<PlannedEdge> edges, Function<Edge, Expectation> expected, Map<String, ProbePod> running) {
        this.expected = expected;
        running.forEach((key, pod) -> {
            if (pod.uid() != null) {
                within.putIfAbsent(pod.uid(), key);
            }
        });
        add(edges);
    }

    /** Those among edges that were planned later, when their targets had moved. */
    public void add(List<PlannedEdge> edges) {
        for (PlannedEdge edge : edges) {
            if (edge instanceof Probed probed && expected.apply(probed.edge()) == Expectation.ALLOW) {
                probed.paths().forEach(path -> add(probed.pod(), path.probe()));
            }
        }
    }

    /** One more than is enough: the denied source itself may be among them. */
    private void add(String pod, Probe probe) {
        if (probe.proxy() == null) {
            Map<String, Shot> known = allowed.computeIfAbsent(probe.endpoint().listener(),
                    listener -> new LinkedHashMap<>());
            if (known.size() <= ENOUGH) {
                known.putIfAbsent(pod, new Shot(pod, probe));
            }
        }
    }

    /** Who is asked about a path that is denied to a pod; nobody where none is needed, or there is none. */
    public List<Shot> of(String denied, Path path) {
        if (!isNeeded(path)) {
            return List.of();
        }
        List<Shot> shots = new ArrayList<>(others(denied, path));
        String uid = path.probe().endpoint().podUid();
        String own = uid == null ? null : within.get(uid);
        if (own != null && !own.equals(denied)) {
            shots.add(new Shot(own, fromWithin(own, path.probe())));
        }
        return shots;
    }

    /** The denied paths of these edges that nobody of the run is expected to reach, and no readiness probe covers. */
    public List<Path> unwitnessed(List<PlannedEdge> edges) {
        List<Path> paths = new ArrayList<>();
        for (PlannedEdge edge : edges) {
            if (edge instanceof Probed probed && probed.edge().needsControl()
                    && expected.apply(probed.edge()) == Expectation.DENY) {
                probed.paths().stream()
                        .filter(path -> isNeeded(path) && others(probed.pod(), path).isEmpty())
                        .forEach(paths::add);
            }
        }
        return paths;
    }

    /** A Service's own address listens nowhere, and the kubelet is witness enough. */
    private static boolean isNeeded(Path path) {
        return path.readiness() != Readiness.PROVED && path.probe().endpoint().kind() != Endpoint.Kind.SERVICE;
    }

    private List<Shot> others(String denied, Path path) {
        return allowed.getOrDefault(path.probe().endpoint().listener(), Map.of()).values().stream()
                .filter(shot -> !shot.pod().equals(denied))
                .limit(ENOUGH)
                .toList();
    }

    /** Over TCP the handshake is proof enough; over UDP only an answer to what is asked. */
    private static Probe fromWithin(String pod, Probe denied) {
        Endpoint endpoint = denied.endpoint();
        Ask ask = switch (endpoint.protocol()) {
            case TCP -> new Ask.Handshake();
            case UDP -> denied.ask();
        };
        String family = endpoint.address().indexOf(':') < 0 ? "4" : "6";
        return new Probe("s." + pod + "." + endpoint.port() + "." + endpoint.protocol() + "." + family, ask, endpoint,
                endpoint.address(), null, denied.timeout());
    }
}
