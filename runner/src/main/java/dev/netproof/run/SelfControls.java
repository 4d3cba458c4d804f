package dev.netproof.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.ProbePod;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.EphemeralUse;
import dev.netproof.plan.LivePod;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.plan.WithinTargets;
import dev.netproof.run.Rounds.Shot;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.verdict.Judge;

/**
 * Proves a denied target to listen by a container in the target's own pod. In a pod that the run has launched or probes from
 * that costs nothing; in any other it takes an ephemeral container, which is for those denies alone that nothing else backs.
 */
public final class SelfControls {

    private SelfControls() {}

    /** The pods that need an ephemeral container to prove that they listen, each once; none where it is not asked for. */
    public static List<ProbePodPlan> pods(Plan plan, Snapshot snapshot, EphemeralUse use, Judge judge) {
        if (!use.controls()) {
            return List.of();
        }
        List<Probed> edges = plan.edges().stream().filter(Probed.class::isInstance).map(Probed.class::cast).toList();
        Set<String> hosts = plan.pods()
                .stream()
                .flatMap(pod -> Stream.ofNullable(pod.within()))
                .map(LivePod::uid)
                .collect(Collectors.toSet());
        WithinTargets within = new WithinTargets(snapshot);
        Map<String, ProbePodPlan> pods = new LinkedHashMap<>();
        for (Path path : TargetControls.unwitnessed(edges, judge)) {
            Endpoint endpoint = path.probe().endpoint();
            if (!hosts.contains(String.valueOf(endpoint.podUid()))) {
                within.of(endpoint).ifPresent(pod -> pods.putIfAbsent(pod.key(), pod));
            }
        }
        return List.copyOf(pods.values());
    }

    /** From each pod that the run has a container in, a connection to each tuple of its own that somebody is denied. */
    static List<Shot> shots(List<Probed> edges, Map<String, ProbePod> running, Judge judge) {
        Map<String, String> byUid = new LinkedHashMap<>();
        running.forEach((key, pod) -> {
            if (pod.uid() != null) {
                byUid.putIfAbsent(pod.uid(), key);
            }
        });
        Map<String, Shot> shots = new LinkedHashMap<>();
        for (Probed edge : edges) {
            if (judge.expected(edge.edge()) == Expectation.DENY) {
                for (Path path : edge.paths()) {
                    String uid = path.probe().endpoint().podUid();
                    String pod = uid == null ? null : byUid.get(uid);
                    if (pod != null && !pod.equals(edge.pod()) && path.readiness() != Readiness.PROVED) {
                        shots.putIfAbsent(path.probe().endpoint().tuple() + ' ' + uid,
                                new Shot(pod, probe(pod, path.probe())));
                    }
                }
            }
        }
        return new ArrayList<>(shots.values());
    }

    /** Over TCP the handshake is proof enough; over UDP only an answer to what is asked. */
    private static Probe probe(String pod, Probe denied) {
        Endpoint endpoint = denied.endpoint();
        Ask ask = switch (endpoint.protocol()) {
            case TCP -> new Ask.Handshake();
            case UDP -> denied.ask();
        };
        String family = endpoint.address().indexOf(':') < 0 ? "4" : "6";
        return new Probe("s." + pod + "." + endpoint.port() + "." + endpoint.protocol() + "." + family, ask, endpoint,
                endpoint.address(), null, denied.timeout());
    }

    /** Why pods are not asked to prove that they listen, by uid. */
    static Map<String, String> refusals(Collection<ProbePodPlan> pods, Map<String, String> failed) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (ProbePodPlan pod : pods) {
            String reason = failed.get(pod.key());
            if (pod.within() != null && reason != null) {
                reasons.put(pod.within().uid(), reason);
            }
        }
        return reasons;
    }
}
