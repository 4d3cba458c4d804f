package dev.netproof.plan;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.netproof.evidence.Protocol;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/**
 * Whether the kubelet proves that a port of a pod is listened on: by a {@code tcpSocket} or {@code httpGet} readiness probe on
 * that very port of the pod's own address, which no mesh has rewritten.
 */
public final class PodReadiness {

    private static final String ISTIO_REWRITES = "sidecar.istio.io/rewriteAppHTTPProbers";
    private static final String ISTIO_STATUS = "sidecar.istio.io/status";

    private final PodLookup pods;

    public PodReadiness(Snapshot snapshot) {
        this(new PodLookup(snapshot));
    }

    PodReadiness(PodLookup pods) {
        this.pods = pods;
    }

    /** For the pod with this uid; absent when the snapshot has no such pod. */
    public Readiness of(String podUid, int port, Protocol protocol) {
        return pods.withUid(podUid).map(pod -> of(pod, port, protocol))
                .orElse(Readiness.ABSENT);
    }

    Readiness of(Pod pod, int port, Protocol protocol) {
        return probed(pod, port, protocol)
                .map(container -> containerReady(pod, container.getName()) ? Readiness.PROVED : Readiness.NOT_READY)
                .orElse(Readiness.ABSENT);
    }

    /** For how long at most the probe of that port may fail until the kubelet says so; empty where there is none. */
    Optional<Duration> unnoticed(String podUid, int port, Protocol protocol) {
        return pods.withUid(podUid).flatMap(pod -> probed(pod, port, protocol)).map(Container::getReadinessProbe)
                .map(probe -> Duration.ofSeconds((long) orDefault(probe.getPeriodSeconds(), 10)
                        * orDefault(probe.getFailureThreshold(), 3)));
    }

    private static int orDefault(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    /** The container whose readiness probe is of that port. */
    private static Optional<Container> probed(Pod pod, int port, Protocol protocol) {
        return protocol != Protocol.TCP || rewritten(pod) ? Optional.empty()
                : pod.getSpec().getContainers().stream().filter(container -> probes(container, port)).findFirst();
    }

    private static boolean rewritten(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        return annotations != null
                && (annotations.containsKey(ISTIO_STATUS) || "true".equals(annotations.get(ISTIO_REWRITES)));
    }

    private static boolean probes(Container container, int port) {
        var probe = container.getReadinessProbe();
        if (probe == null) {
            return false;
        }
        if (probe.getTcpSocket() != null) {
            return isEmpty(probe.getTcpSocket().getHost()) && is(container, probe.getTcpSocket().getPort(), port);
        }
        return probe.getHttpGet() != null && isEmpty(probe.getHttpGet().getHost())
                && is(container, probe.getHttpGet().getPort(), port);
    }

    private static boolean isEmpty(@Nullable String host) {
        return host == null || host.isEmpty();
    }

    private static boolean is(Container container, @Nullable IntOrString reference, int port) {
        if (reference == null) {
            return false;
        }
        if (reference.getIntVal() != null) {
            return reference.getIntVal() == port;
        }
        List<ContainerPort> ports = Objects.requireNonNullElse(container.getPorts(), List.of());
        return ports.stream().anyMatch(p -> reference.getStrVal().equals(p.getName()) && p.getContainerPort() == port);
    }

    private static boolean containerReady(Pod pod, String container) {
        return pod.getStatus() != null && pod.getStatus().getContainerStatuses() != null && pod.getStatus()
                .getContainerStatuses()
                .stream()
                .anyMatch((ContainerStatus status) -> status.getName().equals(container)
                        && Boolean.TRUE.equals(status.getReady()));
    }
}
