package dev.netproof.lab.control;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.netproof.lab.api.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node's taints keep away.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">Taints and Tolerations</a>
 */
final class Taints {
    private static final Set<String> REPELLING = Set.of("NoSchedule", "NoExecute");

    private Taints() {}

    /** The first taint that keeps the pod from being scheduled there, as the scheduler writes it. */
    static Optional<String> repelling(JsonNode podSpec, ObjectNode node) {
        List<ObjectNode> tolerations = Json.objects(podSpec, "tolerations");
        return Json.objects(node, "spec", "taints").stream()
                .filter(taint -> REPELLING.contains(Json.text(taint, "effect")))
                .filter(taint -> tolerations.stream().noneMatch(toleration -> tolerates(toleration, taint)))
                .map(taint -> "{" + Json.text(taint, "key") + ": " + Json.text(taint, "value") + "}").findFirst();
    }

    private static boolean tolerates(ObjectNode toleration, ObjectNode taint) {
        String effect = Json.text(toleration, "effect");
        String key = Json.text(toleration, "key");
        boolean exists = Json.text(toleration, "operator").equals("Exists");
        return (effect.isEmpty() || effect.equals(Json.text(taint, "effect")))
                && (key.isEmpty() ? exists : key.equals(Json.text(taint, "key")))
                && (exists || Json.text(toleration, "value").equals(Json.text(taint, "value")));
    }
}
