package dev.netproof.lab.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reading and writing of JSON trees by path. A path that leads nowhere reads as empty, never as null. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /**
     * Reads one JSON object.
     *
     * @throws ApiError 400 if the text is not one
     */
    public static ObjectNode parse(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException notJson) {
            throw ApiError.badRequest("the object provided is unrecognized: " + notJson.getOriginalMessage());
        }
        throw ApiError.badRequest("the object provided is unrecognized: a JSON object was expected");
    }

    /** @throws ApiError 400 if the text is not JSON */
    static JsonNode parseAny(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException notJson) {
            throw ApiError.badRequest("the object provided is unrecognized: " + notJson.getOriginalMessage());
        }
    }

    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** The tree as a Java bean of the Kubernetes model. */
    public static <T> T as(JsonNode node, Class<T> type) {
        return MAPPER.treeToValue(node, type);
    }

    /** A tree of maps, lists and scalars. */
    public static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static JsonNode at(JsonNode node, String... path) {
        JsonNode here = node;
        for (String step : path) {
            here = here.path(step);
        }
        return here;
    }

    /** The scalar at the path as text; empty if there is none. */
    public static String text(JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return found.isValueNode() && !found.isNull() ? found.asString() : "";
    }

    public static int number(JsonNode node, int otherwise, String... path) {
        JsonNode found = at(node, path);
        return found.isInt() ? found.intValue() : otherwise;
    }

    public static boolean flag(JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return found.isBoolean() && found.booleanValue();
    }

    /** The objects of the list at the path. */
    public static List<ObjectNode> objects(JsonNode node, String... path) {
        List<ObjectNode> found = new ArrayList<>();
        for (JsonNode item : at(node, path)) {
            if (item instanceof ObjectNode object) {
                found.add(object);
            }
        }
        return found;
    }

    /** The map of strings at the path, such as labels. */
    public static Map<String, String> strings(JsonNode node, String... path) {
        Map<String, String> found = new LinkedHashMap<>();
        at(node, path).properties().forEach(entry -> found.put(entry.getKey(), text(entry.getValue())));
        return found;
    }

    /** The object at the path, made if it is not there; what stands in its way is replaced. */
    public static ObjectNode child(ObjectNode node, String... path) {
        ObjectNode here = node;
        for (String step : path) {
            here = here.path(step) instanceof ObjectNode object ? object : here.putObject(step);
        }
        return here;
    }

    /** Sets a text where there is none yet. */
    static void initially(ObjectNode node, String field, String value) {
        if (!node.hasNonNull(field)) {
            node.put(field, value);
        }
    }

    static void initially(ObjectNode node, String field, int value) {
        if (!node.hasNonNull(field)) {
            node.put(field, value);
        }
    }
}
