package dev.netproof.lab.control;

import java.util.List;
import java.util.Map;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.LabelSelector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether a pod may run on a node: by {@code nodeSelector} and required node affinity. */
final class Placement {
    private Placement() {}

    static boolean accepts(JsonNode podSpec, ObjectNode node) {
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
