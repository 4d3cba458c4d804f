package dev.netproof.probe;

import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/**
 * The object that owns all that a run creates in a namespace: with it everything goes, by the cluster's own garbage
 * collection, even when the run died.
 */
final class OwnerSpec {

    private OwnerSpec() {}

    static ConfigMap of(String namespace, RunMark mark) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("netproof-run-" + mark.suffix())
                .withNamespace(namespace)
                .addToLabels(RunMark.labels())
                .addToLabels("app.kubernetes.io/managed-by", "netproof")
                .addToLabels(RunMark.RUN, mark.runId())
                .withAnnotations(mark.annotations())
                .endMetadata()
                .withData(Map.of("README", "Owns the probe pods of Netproof run " + mark.runId()
                        + ". Delete it to delete them.\n"))
                .build();
    }

    /**
     * A controller reference only where one must keep others from adopting the pod: the budget of the workload whose labels a
     * probe pod carries fails to sync when it meets a pod with a controller it does not know.
     */
    static OwnerReference reference(ConfigMap owner, boolean controller) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(controller)
                .withBlockOwnerDeletion(false)
                .build();
    }
}
