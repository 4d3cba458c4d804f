package dev.netproof.policy;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;

/** Tells which workload a pod belongs to. */
public final class Owners {

    private static final String HASH_LABEL = "pod-template-hash";

    private Owners() {}

    /** The pod itself; the workload it stands for if it is named after it. */
    static GraphNode ofPod(Pod pod) {
        GraphNode.Workload workload = ofWorkload(pod);
        return workload.name().equals(pod.getMetadata().getName()) ? workload
                : new GraphNode.Workload(workload.namespace(), pod.getMetadata().getName(), "Pod");
    }

    /** A ReplicaSet that carries its template's hash in its name is a Deployment's. */
    public static GraphNode.Workload ofWorkload(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        for (OwnerReference owner : Objects.requireNonNullElse(pod.getMetadata().getOwnerReferences(),
                List.<OwnerReference>of())) {
            if (Boolean.TRUE.equals(owner.getController())) {
                String hash = Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
                        .get(HASH_LABEL);
                return owner.getKind().equals("ReplicaSet") && hash != null && owner.getName().endsWith("-" + hash)
                        ? new GraphNode.Workload(namespace,
                                owner.getName().substring(0, owner.getName().length() - hash.length() - 1),
                                "Deployment")
                        : new GraphNode.Workload(namespace, owner.getName(), owner.getKind());
            }
        }
        return new GraphNode.Workload(namespace, pod.getMetadata().getName(), "Pod");
    }
}
