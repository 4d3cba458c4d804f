package dev.netproof.lab.control;

import java.util.List;
import java.util.Optional;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import tools.jackson.databind.node.ObjectNode;

/** Assigns pods to a node that accepts them; the others stay pending and say why. */
final class Scheduler implements Reconciler {
    private final Resources resources;

    Scheduler(Resources resources) {
        this.resources = resources;
    }

    @Override
    public void reconcile() {
        List<ObjectNode> nodes = resources.store().list(ResourceTypes.NODES, "").objects();
        for (ObjectNode pod : resources.store().list(ResourceTypes.PODS, "").objects()) {
            if (!Json.text(pod, "spec", "nodeName").isEmpty() || !Pods.isActive(pod)
                    || !Json.at(pod, "spec", "schedulingGates").isEmpty()) {
                continue;
            }
            ObjectKey key = ObjectKey.of(ResourceTypes.PODS, pod);
            Optional<ObjectNode> node = nodes.stream().filter(one -> Placement.accepts(pod.path("spec"), one))
                    .findFirst();
            if (node.isPresent()) {
                resources.edit(key, Part.MAIN, next -> Json.child(next, "spec").put("nodeName",
                        Json.text(node.get(), "metadata", "name")));
            } else {
                resources.edit(key, Part.STATUS, next -> Pods.condition(next, "PodScheduled", false, "Unschedulable",
                        "0/" + nodes.size() + " nodes are available: " + nodes.size()
                                + " node(s) didn't match Pod's node affinity/selector.",
                        Resources.now()));
            }
        }
    }
}
