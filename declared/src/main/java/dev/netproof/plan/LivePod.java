package dev.netproof.plan;

import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/**
 * A pod of somebody else, in which a probe may run as an ephemeral container.
 *
 * @param uid by which the pod is known; one of the same name that takes its place is another
 */
public record LivePod(String namespace, String name, String uid, @Nullable String node) {

    static LivePod of(Pod pod) {
        return new LivePod(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), pod.getMetadata().getUid(),
                pod.getSpec().getNodeName());
    }

    /** {@code pod shop/web-0}. */
    public String describe() {
        return "pod " + namespace + "/" + name;
    }
}
