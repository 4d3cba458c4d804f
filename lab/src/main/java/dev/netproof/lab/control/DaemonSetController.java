package dev.netproof.lab.control;

import java.util.ArrayList;
import java.util.List;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import tools.jackson.databind.node.ObjectNode;

/** Keeps one pod of a DaemonSet on every node that its template accepts. */
final class DaemonSetController implements Reconciler {
    private static final String HASH = "controller-revision-hash";

    private final Resources resources;
    private final Ownership ownership;

    DaemonSetController(Resources resources) {
        this.resources = resources;
        this.ownership = new Ownership(resources);
    }

    @Override
    public void reconcile() {
        resources.store().list(ResourceTypes.DAEMON_SETS, "").objects().stream()
                .filter(set -> !Ownership.isLeaving(set)).forEach(this::reconcile);
    }

    private void reconcile(ObjectNode set) {
        String hash = TemplateHash.of(Json.at(set, "spec", "template"));
        List<ObjectNode> pods = ownership.claim(ResourceTypes.DAEMON_SETS, set, ResourceTypes.PODS);
        List<ObjectNode> kept = new ArrayList<>();
        int wanted = 0;
        for (ObjectNode node : resources.store().list(ResourceTypes.NODES, "").objects()) {
            String name = Json.text(node, "metadata", "name");
            List<ObjectNode> here = pods.stream().filter(pod -> Json.text(pod, "spec", "nodeName").equals(name))
                    .toList();
            if (!NodeFit.isForDaemon(Json.at(set, "spec", "template", "spec"), node)) {
                continue;
            }
            wanted++;
            List<ObjectNode> current = here.stream().filter(PodStatuses::isActive)
                    .filter(pod -> Json.text(pod, "metadata", "labels", HASH).equals(hash)).toList();
            current.stream().limit(1).forEach(kept::add);
            if (here.isEmpty()) {
                ownership.createPod(ResourceTypes.DAEMON_SETS, set, ResourceTypes.PODS, pod -> {
                    Json.child(pod, "metadata").put("generateName", Json.text(set, "metadata", "name") + "-");
                    Json.child(pod, "metadata", "labels").put(HASH, hash);
                    Json.child(pod, "spec").put("nodeName", name);
                });
            }
        }
        for (ObjectNode pod : pods) {
            if (!kept.contains(pod) && !Ownership.isLeaving(pod)) {
                resources.delete(ObjectKey.of(ResourceTypes.PODS, pod));
            }
        }
        report(set, kept, wanted);
    }

    private void report(ObjectNode set, List<ObjectNode> pods, int wanted) {
        int ready = (int) PodStatuses.countReady(pods);
        resources.edit(ObjectKey.of(ResourceTypes.DAEMON_SETS, set), Part.STATUS,
                next -> Json.child(next, "status").put("desiredNumberScheduled", wanted)
                        .put("currentNumberScheduled", pods.size()).put("updatedNumberScheduled", pods.size())
                        .put("numberReady", ready).put("numberAvailable", ready).put("numberMisscheduled", 0)
                        .put("observedGeneration", Json.number(set, 1, "metadata", "generation")));
    }
}
