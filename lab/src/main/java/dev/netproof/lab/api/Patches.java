package dev.netproof.lab.api;

import java.util.EnumSet;

import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7386) and JSON patch (RFC 6902). */
final class Patches {
    /** The API server refuses to remove what is not there. */
    private static final EnumSet<CompatibilityFlags> STRICT = EnumSet
            .of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

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

    /**
     * The target with a list of operations applied.
     *
     * @throws ApiError 422 if one of them does not fit, as the API server has it
     */
    static ObjectNode apply(ObjectNode target, JsonNode operations) {
        try {
            if (JsonPatch.apply(operations, target, STRICT) instanceof ObjectNode patched) {
                return patched;
            }
            throw unprocessable("the result is no object");
        } catch (JsonPatchException | IllegalArgumentException | IllegalStateException malformed) {
            // The latter two for a malformed path, and for a name in the place of an index.
            throw unprocessable(malformed.getMessage());
        }
    }

    private static ApiError unprocessable(@Nullable String why) {
        return new ApiError(422, "Invalid", "the server rejected our request due to an error in our request: " + why,
                Json.object());
    }
}
