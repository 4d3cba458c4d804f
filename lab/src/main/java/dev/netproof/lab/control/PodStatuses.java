package dev.netproof.lab.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.network.IpFamily;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be read off a pod, and how its conditions are written. */
final class PodStatuses {
    private PodStatuses() {}

    static boolean isOver(ObjectNode pod) {
        String phase = Json.text(pod, "status", "phase");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** Neither over nor on its way out. */
    static boolean isActive(ObjectNode pod) {
        return !isOver(pod) && !Ownership.isLeaving(pod);
    }

    static boolean isReady(ObjectNode pod) {
        return hasCondition(pod, "Ready");
    }

    static boolean hasCondition(ObjectNode object, String type) {
        return Json.objects(object, "status", "conditions").stream()
                .anyMatch(condition -> Json.text(condition, "type").equals(type)
                        && Json.text(condition, "status").equals("True"));
    }

    static long countReady(List<ObjectNode> pods) {
        return pods.stream().filter(PodStatuses::isReady).count();
    }

    /** The pod's address of a family, if it has one. */
    static Optional<String> address(ObjectNode pod, IpFamily family) {
        return Json.objects(pod, "status", "podIPs").stream().map(one -> Json.text(one, "ip"))
                .filter(address -> IpFamily.of(address) == family).findFirst();
    }

    /** The containers that stay: the usual ones, and init containers that are sidecars. */
    static List<ObjectNode> staying(ObjectNode pod) {
        List<ObjectNode> containers = new ArrayList<>(Json.objects(pod, "spec", "containers"));
        Json.objects(pod, "spec", "initContainers").stream()
                .filter(container -> Json.text(container, "restartPolicy").equals("Always")).forEach(containers::add);
        return containers;
    }

    /** The number of a port given by number or by the name of a container's port. */
    static Optional<Integer> port(Iterable<ObjectNode> containers, JsonNode port, String protocol) {
        if (port.isInt()) {
            return Optional.of(port.intValue());
        }
        String name = Json.text(port);
        if (name.matches("\\d{1,5}")) {
            return Optional.of(Integer.valueOf(name));
        }
        for (ObjectNode container : containers) {
            for (ObjectNode given : Json.objects(container, "ports")) {
                if (Json.text(given, "name").equals(name) && Json.text(given, "protocol").equals(protocol)) {
                    return Optional.of(Json.number(given, 0, "containerPort"));
                }
            }
        }
        return Optional.empty();
    }

    /** Sets a condition; its time of transition changes only with its status. */
    static void condition(ObjectNode object, String type, boolean holds, String reason, String message, String now) {
        ArrayNode conditions = Json.child(object, "status").withArray("conditions");
        ObjectNode condition = Json.objects(object, "status", "conditions").stream()
                .filter(one -> Json.text(one, "type").equals(type)).findFirst()
                .orElseGet(() -> conditions.addObject().put("type", type));
        String status = holds ? "True" : "False";
        if (!Json.text(condition, "status").equals(status)) {
            condition.put("status", status).put("lastTransitionTime", now);
        }
        if (reason.isEmpty()) {
            condition.remove(List.of("reason", "message"));
        } else {
            condition.put("reason", reason).put("message", message);
        }
    }
}
