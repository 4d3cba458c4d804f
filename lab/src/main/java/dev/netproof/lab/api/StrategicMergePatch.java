package dev.netproof.lab.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strategic merge patch: lists whose items have a key are merged item by item, others are replaced.
 *
 * <p>The keys are those of the built-in kinds' {@code patchMergeKey}, told by the name of the list.
 */
final class StrategicMergePatch {
    private static final Map<String, List<String>> MERGE_KEYS = Map.ofEntries(Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")), Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("volumes", List.of("name")), Map.entry("env", List.of("name")),
            Map.entry("imagePullSecrets", List.of("name")), Map.entry("secrets", List.of("name")),
            Map.entry("ports", List.of("containerPort", "port")), Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")), Map.entry("conditions", List.of("type")),
            Map.entry("ownerReferences", List.of("uid")), Map.entry("hostAliases", List.of("ip")),
            Map.entry("addresses", List.of("type")), Map.entry("taints", List.of("key")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey")), Map.entry("podIPs", List.of("ip")),
            Map.entry("readinessGates", List.of("conditionType")));
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String ORDER_OF = "$setElementOrder/";

    private StrategicMergePatch() {}

    /** Applies the patch to the target, in place. */
    static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        if (Json.text(patch, "$patch").equals("replace")) {
            target.removeAll();
        }
        if (patch.path("$retainKeys") instanceof ArrayNode retained) {
            List<String> kept = retained.valueStream().map(Json::text).toList();
            target.retain(kept);
        }
        patch.properties().forEach(entry -> {
            String field = entry.getKey();
            JsonNode value = entry.getValue();
            if (field.startsWith(DELETE_FROM)) {
                deleteFrom(target, field.substring(DELETE_FROM.length()), value);
            } else if (!field.startsWith("$")) {
                field(target, field, value);
            }
        });
        patch.properties().forEach(entry -> {
            if (entry.getKey().startsWith(ORDER_OF)) {
                order(target, entry.getKey().substring(ORDER_OF.length()), entry.getValue());
            }
        });
        return target;
    }

    private static void field(ObjectNode target, String field, JsonNode value) {
        if (value.isNull()) {
            target.remove(field);
        } else if (value instanceof ObjectNode object) {
            if (Json.text(object, "$patch").equals("delete")) {
                target.remove(field);
            } else {
                apply(Json.child(target, field), object);
            }
        } else if (value instanceof ArrayNode patchItems) {
            target.set(field, list(field, target.path(field), patchItems));
        } else {
            target.set(field, value);
        }
    }

    private static ArrayNode list(String field, JsonNode current, ArrayNode patch) {
        boolean replace = patch.valueStream().anyMatch(item -> Json.text(item, "$patch").equals("replace"));
        Optional<String> key = mergeKey(field, patch, current);
        if (!replace && key.isPresent()) {
            return mergeByKey(current, patch, key.get());
        }
        ArrayNode next = Json.array();
        if (field.equals("finalizers")) {
            current.forEach(next::add);
        }
        for (JsonNode item : patch) {
            boolean known = field.equals("finalizers") && next.valueStream().anyMatch(item::equals);
            if (!item.path("$patch").isString() && !known) {
                next.add(item.deepCopy());
            }
        }
        return next;
    }

    private static ArrayNode mergeByKey(JsonNode current, ArrayNode patch, String key) {
        List<JsonNode> next = new ArrayList<>();
        current.forEach(next::add);
        for (JsonNode item : patch) {
            int found = -1;
            for (int i = 0; i < next.size() && found < 0; i++) {
                found = next.get(i).path(key).equals(item.path(key)) ? i : -1;
            }
            if (Json.text(item, "$patch").equals("delete")) {
                if (found >= 0) {
                    next.remove(found);
                }
            } else if (found >= 0 && next.get(found) instanceof ObjectNode old && item instanceof ObjectNode changes) {
                next.set(found, apply(old.deepCopy(), changes));
            } else {
                next.add(apply(Json.object(), item instanceof ObjectNode object ? object : Json.object()));
            }
        }
        return Json.array().addAll(next);
    }

    private static Optional<String> mergeKey(String field, JsonNode patch, JsonNode current) {
        for (String key : MERGE_KEYS.getOrDefault(field, List.of())) {
            if (has(patch, key) && (current.isEmpty() || has(current, key))) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private static boolean has(JsonNode items, String key) {
        return !items.isEmpty() && items.valueStream().allMatch(item -> item.has(key));
    }

    private static void deleteFrom(ObjectNode target, String field, JsonNode gone) {
        if (target.path(field) instanceof ArrayNode list) {
            ArrayNode kept = Json.array();
            list.forEach(item -> {
                if (gone.valueStream().noneMatch(item::equals)) {
                    kept.add(item);
                }
            });
            target.set(field, kept);
        }
    }

    private static void order(ObjectNode target, String field, JsonNode order) {
        Optional<String> key = mergeKey(field, order, target.path(field));
        if (key.isEmpty() || !(target.path(field) instanceof ArrayNode list)) {
            return;
        }
        List<JsonNode> rest = new ArrayList<>();
        list.forEach(rest::add);
        ArrayNode sorted = Json.array();
        for (JsonNode wanted : order) {
            for (JsonNode item : List.copyOf(rest)) {
                if (item.path(key.get()).equals(wanted.path(key.get()))) {
                    sorted.add(item);
                    rest.remove(item);
                    break;
                }
            }
        }
        target.set(field, sorted.addAll(rest));
    }
}
