package dev.netproof.lab.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/**
 * What a slow policy engine knows of the cluster: changes of policies come late, and new pods are without protection for a
 * while.
 *
 * <p>Pure: times are nanoseconds of the caller's clock. Not thread-safe.
 */
final class Lag {

    private final long policyDelay;
    private final long startupLeak;
    private final Deque<Written> coming = new ArrayDeque<>();
    private final Map<String, Long> born = new HashMap<>();
    private List<NetworkPolicy> latest = List.of();
    private List<NetworkPolicy> known = List.of();

    private record Written(long due, List<NetworkPolicy> policies) {}

    Lag(Duration policyDelay, Duration startupLeak) {
        this.policyDelay = policyDelay.toNanos();
        this.startupLeak = startupLeak.toNanos();
    }

    /** The engine's view of a state at the moment. */
    ClusterState seen(ClusterState state, long now) {
        if (!state.policies().equals(latest)) {
            latest = state.policies();
            coming.add(new Written(now + policyDelay, latest));
        }
        while (!coming.isEmpty() && coming.element().due <= now) {
            known = coming.remove().policies;
        }
        return state.withPolicies(known);
    }

    /** The pods of the state that no policy protects yet, by uid. */
    Set<String> unprotected(ClusterState state, long now) {
        Set<String> present = state.pods().stream().map(Lag::uid).collect(Collectors.toSet());
        born.keySet().retainAll(present);
        present.forEach(uid -> born.putIfAbsent(uid, now));
        Set<String> unprotected = new HashSet<>(present);
        unprotected.removeIf(uid -> born.getOrDefault(uid, now) + startupLeak <= now);
        return unprotected;
    }

    /** When the engine will know more, if no other state comes before. */
    OptionalLong next(long now) {
        return Stream.concat(coming.stream().map(Written::due), born.values().stream().map(at -> at + startupLeak))
                .mapToLong(due -> due).filter(due -> due > now).min();
    }

    static String uid(Pod pod) {
        return pod.getMetadata().getUid() == null
                ? pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName()
                : pod.getMetadata().getUid();
    }
}
