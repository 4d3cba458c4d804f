package dev.netproof.lab.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.LabelSelector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether a pod may run on a node: by {@code nodeSelector}, required node affinity, taints, and the node's own state. */
final class NodeFit {
    private NodeFit() {}

    /** What keeps the pod from the node, in the scheduler's words for several nodes; empty if nothing does. */
    static Optional<String> obstacle(JsonNode podSpec, ObjectNode node) {
        Optional<String> taint = Taints.repelling(podSpec, node);
        if (taint.isPresent()) {
            return Optional.of("node(s) had untolerated taint " + taint.get());
        }
        if (Json.flag(node, "spec", "unschedulable")) {
            return Optional.of("node(s) were unschedulable");
        }
        if (!PodStatuses.isReady(node)) {
            return Optional.of("node(s) were not ready");
        }
        return isSelected(podSpec, node) ? Optional.empty()
                : Optional.of("node(s) didn't match Pod's node affinity/selector");
    }

    /** Whether a DaemonSet wants a pod there: it tolerates that a node is cordoned. */
    static boolean isForDaemon(JsonNode podSpec, ObjectNode node) {
        return PodStatuses.isReady(node) && isSelected(podSpec, node) && Taints.repelling(podSpec, node).isEmpty();
    }

    private static boolean isSelected(JsonNode podSpec, ObjectNode node) {
        Map<String, String> labels = Json.strings(node, "metadata", "labels");
        if (!LabelSelector.ofMap(podSpec.path("nodeSelector")).matches(labels)) {
            return false;
        }
        List<ObjectNode> terms = Json.objects(podSpec, "affinity", "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
        Map<String, String> fields = Map.of("metadata.name", Json.text(node, "metadata", "name"));
        return terms.isEmpty() || terms.stream().anyMatch(term -> LabelSelector.of(term).matches(labels)
                && LabelSelector.of(withExpressions(term.path("matchFields"))).matches(fields));
    }

    private static ObjectNode withExpressions(JsonNode expressions) {
        ObjectNode selector = Json.object();
        if (!expressions.isEmpty()) {
            selector.set("matchExpressions", expressions);
        }
        return selector;
    }
}
