package dev.netproof.plan;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.TargetChange;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import org.jspecify.annotations.Nullable;

/**
 * Who stood behind the addresses of a cluster at one moment, so that it shows later whether that is still the same: addresses
 * are used again, and containers start anew.
 */
public final class Incarnations {

    private final Map<String, Pod> byUid = new HashMap<>();
    private final Map<String, Pod> byAddress = new HashMap<>();
    private final PodReadiness readiness;

    public Incarnations(Snapshot snapshot) {
        for (Pod pod : snapshot.pods()) {
            byUid.put(pod.getMetadata().getUid(), pod);
            if (!isOver(pod)) {
                addresses(pod).forEach(address -> byAddress.put(address, pod));
            }
        }
        readiness = new PodReadiness(snapshot);
    }

    /** Whether the endpoint is a pod's and that pod is no more, or is about to go. */
    public boolean isGone(Endpoint endpoint) {
        Pod pod = byUid.get(endpoint.podUid());
        return endpoint.podUid() != null
                && (pod == null || isOver(pod) || pod.getMetadata().getDeletionTimestamp() != null);
    }

    /** Whether the endpoint is a pod's and another pod has its address, so that who answered there last is not known. */
    public boolean isTaken(Endpoint endpoint) {
        Pod holder = byAddress.get(endpoint.address());
        return endpoint.podUid() != null && holder != null
                && !endpoint.podUid().equals(holder.getMetadata().getUid());
    }

    /**
     * What became of the pod behind the endpoint since then; empty when it is still the same pod at the same address
     * with the same containers, and for an endpoint that is no pod's.
     */
    public Optional<TargetChange> changedSince(Incarnations earlier, Endpoint endpoint) {
        String uid = endpoint.podUid();
        if (uid == null) {
            return Optional.empty();
        }
        Pod then = earlier.byUid.get(uid);
        Pod now = byUid.get(uid);
        Pod holder = byAddress.get(endpoint.address());
        if (holder != null && !uid.equals(holder.getMetadata().getUid())) {
            return Optional.of(new TargetChange.AddressTaken(endpoint.address(),
                    new Place.Pod(holder.getMetadata().getNamespace(), holder.getMetadata().getName()),
                    holder.getMetadata().getUid()));
        }
        if (then == null || now == null || isOver(now)) {
            return Optional.of(new TargetChange.Gone());
        }
        if (now.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of(new TargetChange.BeingDeleted());
        }
        Map<String, String> before = starts(then);
        return starts(now).entrySet().stream()
                .filter(start -> !start.getValue().equals(before.get(start.getKey())))
                .findFirst()
                .map(start -> new TargetChange.Restarted(start.getKey()));
    }

    /** Whether the kubelet's probe of that very port kept the pod Ready from then until now, without a break. */
    public boolean keptReadySince(Incarnations earlier, Endpoint endpoint) {
        return earlier.isReady(endpoint) && isReady(endpoint)
                && Objects.equals(earlier.readySince(endpoint), readySince(endpoint));
    }

    /** For how long at most that probe may fail without the pod ceasing to be Ready; empty where none is of that port. */
    public Optional<Duration> unnoticed(Endpoint endpoint) {
        return endpoint.podUid() == null ? Optional.empty()
                : readiness.unnoticed(endpoint.podUid(), endpoint.port(), endpoint.protocol());
    }

    private boolean isReady(Endpoint endpoint) {
        return endpoint.podUid() != null
                && readiness.of(endpoint.podUid(), endpoint.port(), endpoint.protocol()) == Readiness.PROVED;
    }

    private @Nullable String readySince(Endpoint endpoint) {
        Pod pod = byUid.get(endpoint.podUid());
        return pod == null || pod.getStatus() == null ? null : orEmpty(pod.getStatus().getConditions()).stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .findFirst()
                .map(PodCondition::getLastTransitionTime)
                .orElse(null);
    }

    /** By container, when it was started and how often before. */
    private static Map<String, String> starts(Pod pod) {
        Map<String, String> starts = new TreeMap<>();
        if (pod.getStatus() != null) {
            for (ContainerStatus status : orEmpty(pod.getStatus().getContainerStatuses())) {
                boolean runs = status.getState() != null && status.getState().getRunning() != null;
                starts.put(status.getName(), status.getRestartCount() + " "
                        + (runs ? status.getState().getRunning().getStartedAt() : "not running"));
            }
        }
        return starts;
    }

    private static boolean isOver(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    /** Pods on the network of their node share its address with others. */
    private static List<String> addresses(Pod pod) {
        if (pod.getStatus() == null
                || (pod.getSpec() != null && Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))) {
            return List.of();
        }
        return Stream.concat(Stream.ofNullable(pod.getStatus().getPodIP()),
                orEmpty(pod.getStatus().getPodIPs()).stream().map(ip -> ip.getIp()))
                .distinct()
                .toList();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
