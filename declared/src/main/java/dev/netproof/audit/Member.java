package dev.netproof.audit;

import java.util.Map;
import java.util.Objects;

import dev.netproof.policy.GraphNode;
import dev.netproof.policy.Owners;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import org.jspecify.annotations.Nullable;

/**
 * A pod, or one that a workload would have if it were scaled up.
 *
 * @param pod its name; null when there is none now
 * @param onNode whether it is in the network of its node, where selectors don't reach
 */
record Member(GraphNode.Workload workload, @Nullable String pod, ObjectMeta meta, Map<String, String> labels,
        PodSpec spec, boolean onNode) {

    static Member of(Pod pod, boolean running) {
        PodSpec spec = Objects.requireNonNullElseGet(pod.getSpec(), PodSpec::new);
        return new Member(Owners.ofWorkload(pod), running ? pod.getMetadata().getName() : null, pod.getMetadata(),
                labels(pod.getMetadata()), spec, Boolean.TRUE.equals(spec.getHostNetwork()));
    }

    static Member of(Workload workload) {
        ObjectMeta meta = Objects.requireNonNullElseGet(workload.template().getMetadata(), ObjectMeta::new);
        PodSpec spec = Objects.requireNonNullElseGet(workload.template().getSpec(), PodSpec::new);
        return new Member(new GraphNode.Workload(workload.namespace(), workload.name(), workload.kind()), null, meta,
                labels(meta), spec, Boolean.TRUE.equals(spec.getHostNetwork()));
    }

    private static Map<String, String> labels(ObjectMeta meta) {
        return Map.copyOf(Objects.requireNonNullElse(meta.getLabels(), Map.of()));
    }

    String namespace() {
        return workload.namespace();
    }

    Audited audited() {
        return Audited.of(workload, meta);
    }

    /** {@code Deployment web}. */
    String name() {
        return workload.kind() + " " + workload.name();
    }
}
