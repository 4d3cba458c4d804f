package dev.netproof.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Observation;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.run.Rounds.Shot;
import dev.netproof.verdict.Judge;

/**
 * Chooses the probes that prove a denied target to listen: for every endpoint that some source must not reach, up to two
 * other sources that are agreed to. They are played before the first denied attempt and once more after the last.
 */
final class TargetControls {

    /** A second witness, for when the first turns out to have a proxy beside it or to lose its pod. */
    private static final int WITNESSES = 2;

    private TargetControls() {}

    static List<Shot> choose(List<Probed> edges, Judge judge) {
        Map<String, List<Shot>> allowed = allowed(edges, judge);
        Map<String, Shot> chosen = new LinkedHashMap<>();
        for (Probed edge : denied(edges, judge)) {
            for (Path path : edge.paths()) {
                if (needsWitness(path)) {
                    witnesses(edge.pod(), path, allowed).forEach(shot -> chosen.put(shot.probe().id(), shot));
                }
            }
        }
        return List.copyOf(chosen.values());
    }

    /** The denied paths that nobody of the run is agreed to reach, and no readiness probe covers. */
    static List<Path> unwitnessed(List<Probed> edges, Judge judge) {
        Map<String, List<Shot>> allowed = allowed(edges, judge);
        List<Path> paths = new ArrayList<>();
        for (Probed edge : denied(edges, judge)) {
            if (edge.edge().needsControl()) {
                edge.paths()
                        .stream()
                        .filter(path -> needsWitness(path) && witnesses(edge.pod(), path, allowed).isEmpty())
                        .forEach(paths::add);
            }
        }
        return paths;
    }

    private static List<Probed> denied(List<Probed> edges, Judge judge) {
        return edges.stream().filter(edge -> judge.expected(edge.edge()) == Expectation.DENY).toList();
    }

    private static Map<String, List<Shot>> allowed(List<Probed> edges, Judge judge) {
        Map<String, List<Shot>> allowed = new HashMap<>();
        for (Probed edge : edges) {
            if (judge.expected(edge.edge()) == Expectation.ALLOW) {
                for (Path path : edge.paths()) {
                    allowed.computeIfAbsent(key(path.probe().endpoint()), tuple -> new ArrayList<>())
                            .add(new Shot(edge.pod(), path.probe()));
                }
            }
        }
        return allowed;
    }

    /**
     * The denied paths whose witnesses got through only later than the first control: an allow may take a while, and a deny
     * counts only once its target was seen to listen.
     */
    static List<Shot> deniedTooEarly(List<Probed> edges, List<Shot> controls, Judge judge, Rounds rounds) {
        Set<String> late = new HashSet<>();
        for (Shot control : controls) {
            List<Attempt> attempts = rounds.attempts(control.probe());
            if (attempts.size() > 1 && !connected(attempts.get(0)) && connected(attempts.get(attempts.size() - 1))) {
                late.add(key(control.probe().endpoint()));
            }
        }
        List<Shot> shots = new ArrayList<>();
        for (Probed edge : denied(edges, judge)) {
            edge.paths()
                    .stream()
                    .filter(path -> late.contains(key(path.probe().endpoint())))
                    .forEach(path -> shots.add(new Shot(edge.pod(), path.probe())));
        }
        return shots;
    }

    private static boolean connected(Attempt attempt) {
        return attempt.observation() instanceof Observation.Connected;
    }

    /** A Service's own address listens nowhere, and the kubelet is witness enough. */
    private static boolean needsWitness(Path path) {
        return path.readiness() != Readiness.PROVED && path.probe().endpoint().kind() != Endpoint.Kind.SERVICE;
    }

    private static List<Shot> witnesses(String denied, Path path, Map<String, List<Shot>> allowed) {
        Map<String, Shot> byPod = new LinkedHashMap<>();
        for (Shot candidate : allowed.getOrDefault(key(path.probe().endpoint()), List.of())) {
            if (!candidate.pod().equals(denied) && candidate.probe().proxy() == null) {
                byPod.putIfAbsent(candidate.pod(), candidate);
            }
        }
        return byPod.values().stream().limit(WITNESSES).toList();
    }

    private static String key(Endpoint endpoint) {
        return endpoint.tuple() + ' ' + endpoint.podUid();
    }
}
