package dev.netproof.lab.api;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7386) and JSON patch (RFC 6902). */
final class Patches {
    private Patches() {}

    /** Applies a merge patch to the target, in place. */
    static ObjectNode merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                target.remove(entry.getKey());
            } else if (entry.getValue() instanceof ObjectNode object) {
                merge(Json.child(target, entry.getKey()), object);
            } else {
                target.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
        return target;
    }

    /** Applies a list of operations to the target, in place. */
    static ObjectNode apply(ObjectNode target, JsonNode operations) {
        for (JsonNode operation : operations) {
            List<String> path = pointer(Json.text(operation, "path"));
            switch (Json.text(operation, "op")) {
                case "add" -> put(target, path, operation.path("value"), true);
                case "replace" -> {
                    find(target, path);
                    put(target, path, operation.path("value"), false);
                }
                case "remove" -> remove(target, path);
                case "test" -> {
                    if (!find(target, path).equals(operation.path("value"))) {
                        throw unprocessable("Testing value " + Json.text(operation, "path") + " failed");
                    }
                }
                case "copy" -> put(target, path, find(target, pointer(Json.text(operation, "from"))), true);
                case "move" -> {
                    List<String> from = pointer(Json.text(operation, "from"));
                    JsonNode value = find(target, from);
                    remove(target, from);
                    put(target, path, value, true);
                }
                default -> throw ApiError.badRequest("unexpected kind of JSON patch operation: " + operation);
            }
        }
        return target;
    }

    private static List<String> pointer(String text) {
        if (!text.startsWith("/")) {
            throw ApiError.badRequest("JSON patch path \"" + text + "\" does not start with a slash");
        }
        return List.of(text.substring(1).split("/", -1)).stream()
                .map(step -> step.replace("~1", "/").replace("~0", "~")).toList();
    }

    private static JsonNode find(JsonNode target, List<String> path) {
        JsonNode here = target;
        for (String step : path) {
            here = here instanceof ArrayNode list ? list.path(index(step, list.size())) : here.path(step);
            if (here.isMissingNode()) {
                throw unprocessable("the path /" + String.join("/", path) + " does not exist");
            }
        }
        return here;
    }

    private static void put(ObjectNode target, List<String> path, JsonNode value, boolean insert) {
        String last = path.get(path.size() - 1);
        JsonNode parent = find(target, path.subList(0, path.size() - 1));
        if (parent instanceof ObjectNode object) {
            object.set(last, value.deepCopy());
        } else if (parent instanceof ArrayNode list) {
            int index = last.equals("-") ? list.size() : index(last, list.size());
            if (index > list.size()) {
                throw unprocessable("index " + index + " is beyond the end of the list");
            }
            if (insert) {
                list.insert(index, value.deepCopy());
            } else {
                list.set(index, value.deepCopy());
            }
        } else {
            throw unprocessable("nothing can be put under /" + String.join("/", path));
        }
    }

    private static void remove(ObjectNode target, List<String> path) {
        find(target, path);
        String last = path.get(path.size() - 1);
        JsonNode parent = find(target, path.subList(0, path.size() - 1));
        if (parent instanceof ObjectNode object) {
            object.remove(last);
        } else if (parent instanceof ArrayNode list) {
            list.remove(index(last, list.size()));
        }
    }

    private static int index(String step, int size) {
        if (!step.matches("\\d{1,6}")) {
            throw unprocessable("\"" + step + "\" is no index of a list of " + size);
        }
        return Integer.parseInt(step);
    }

    private static ApiError unprocessable(String why) {
        return new ApiError(422, "Invalid", "the server rejected our request due to an error in our request: " + why,
                Json.object());
    }
}
