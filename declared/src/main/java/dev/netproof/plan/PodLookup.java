package dev.netproof.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Pod;

/** The pods of a snapshot by uid and by namespace. */
final class PodLookup {

    private final Map<String, Pod> byUid = new HashMap<>();
    private final Map<String, List<Pod>> byNamespace = new HashMap<>();

    PodLookup(Snapshot snapshot) {
        for (Pod pod : snapshot.pods()) {
            byUid.put(pod.getMetadata().getUid(), pod);
            byNamespace.computeIfAbsent(pod.getMetadata().getNamespace(), name -> new ArrayList<>()).add(pod);
        }
    }

    Optional<Pod> withUid(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    List<Pod> in(String namespace) {
        return byNamespace.getOrDefault(namespace, List.of());
    }
}
