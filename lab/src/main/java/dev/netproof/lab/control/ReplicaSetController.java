package dev.netproof.lab.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import tools.jackson.databind.node.ObjectNode;

/** Keeps as many pods of a ReplicaSet's template as it asks for. */
final class ReplicaSetController implements Reconciler {
    private final Resources resources;
    private final Ownership ownership;

    ReplicaSetController(Resources resources) {
        this.resources = resources;
        this.ownership = new Ownership(resources);
    }

    @Override
    public void reconcile() {
        resources.store().list(ResourceTypes.REPLICA_SETS, "").objects().forEach(this::reconcile);
    }

    private void reconcile(ObjectNode set) {
        List<ObjectNode> pods = new ArrayList<>(
                ownership.claim(ResourceTypes.REPLICA_SETS, set, ResourceTypes.PODS).stream()
                        .filter(PodStatuses::isActive)
                        .toList());
        if (Ownership.isLeaving(set)) {
            return;
        }
        int wanted = Json.number(set, 1, "spec", "replicas");
        for (int missing = wanted - pods.size(); missing > 0; missing--) {
            ownership.createPod(ResourceTypes.REPLICA_SETS, set, ResourceTypes.PODS,
                    pod -> Json.child(pod, "metadata").put("generateName", Json.text(set, "metadata", "name") + "-"));
        }
        pods.sort(Comparator.comparing(PodStatuses::isReady)
                .thenComparing(pod -> Json.text(pod, "metadata", "creationTimestamp"), Comparator.reverseOrder()));
        for (ObjectNode surplus : pods.subList(0, Math.max(0, pods.size() - wanted))) {
            resources.delete(ObjectKey.of(ResourceTypes.PODS, surplus));
        }
        report(set, pods);
    }

    private void report(ObjectNode set, List<ObjectNode> pods) {
        long ready = PodStatuses.countReady(pods);
        resources.edit(ObjectKey.of(ResourceTypes.REPLICA_SETS, set), Part.STATUS, next -> Json.child(next, "status")
                .put("replicas", pods.size()).put("fullyLabeledReplicas", pods.size()).put("readyReplicas", (int) ready)
                .put("availableReplicas", (int) ready)
                .put("observedGeneration", Json.number(set, 1, "metadata", "generation")));
    }
}
