package dev.netproof.lab.api;

import java.util.List;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request was refused. Carries the {@code Status} that a real API server would answer, in its wording. */
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    ApiError(int code, String reason, String message, ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    /** One field that is wrong, as listed under {@code details.causes}. */
    record Cause(String reason, String field, String message) {

        static Cause invalid(String field, Object value, String why) {
            return new Cause("FieldValueInvalid", field, "Invalid value: \"" + value + "\": " + why);
        }

        static Cause required(String field, String why) {
            return new Cause("FieldValueRequired", field, why.isEmpty() ? "Required value" : "Required value: " + why);
        }

        static Cause forbidden(String field, String why) {
            return new Cause("FieldValueForbidden", field, "Forbidden: " + why);
        }
    }

    static ApiError badRequest(String message) {
        return new ApiError(400, "BadRequest", message, Json.object());
    }

    static ApiError unauthorized() {
        return new ApiError(401, "Unauthorized", "Unauthorized", Json.object());
    }

    static ApiError forbidden(ResourceType type, String name, String why) {
        return new ApiError(403, "Forbidden", type.qualifiedPlural() + " \"" + name + "\" is forbidden: " + why,
                details(type, name));
    }

    static ApiError notFound(ResourceType type, String name) {
        return new ApiError(404, "NotFound", type.qualifiedPlural() + " \"" + name + "\" not found",
                details(type, name));
    }

    static ApiError noSuchPath() {
        return new ApiError(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    static ApiError methodNotAllowed() {
        return new ApiError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource",
                Json.object());
    }

    static ApiError alreadyExists(ResourceType type, String name) {
        return new ApiError(409, "AlreadyExists", type.qualifiedPlural() + " \"" + name + "\" already exists",
                details(type, name));
    }

    static ApiError conflict(ResourceType type, String name, String why) {
        return new ApiError(409, "Conflict",
                "Operation cannot be fulfilled on " + type.qualifiedPlural() + " \"" + name + "\": " + why,
                details(type, name));
    }

    static ApiError modified(ResourceType type, String name) {
        return conflict(type, name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    static ApiError expired(long requested, long oldest) {
        return new ApiError(410, "Expired", "too old resource version: " + requested + " (" + oldest + ")",
                Json.object());
    }

    static ApiError tooLarge(long limit) {
        return new ApiError(413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit, Json.object());
    }

    static ApiError unsupportedMediaType(String given) {
        return new ApiError(415, "UnsupportedMediaType", "the body of the request was in an unknown format (" + given
                + ") - accepted media types include: application/json, application/yaml", Json.object());
    }

    static ApiError invalid(ResourceType type, String name, List<Cause> causes) {
        StringBuilder text = new StringBuilder(type.kind());
        if (!type.group().isEmpty()) {
            text.append('.').append(type.group());
        }
        text.append(" \"").append(name).append("\" is invalid: ");
        List<String> each = causes.stream().map(cause -> cause.field() + ": " + cause.message()).toList();
        text.append(each.size() == 1 ? each.get(0) : "[" + String.join(", ", each) + "]");
        ObjectNode details = details(type, name).put("kind", type.kind());
        ArrayNode list = details.putArray("causes");
        causes.forEach(cause -> list.addObject().put("reason", cause.reason()).put("message", cause.message())
                .put("field", cause.field()));
        return new ApiError(422, "Invalid", text.toString(), details);
    }

    static ApiError internal(Throwable cause) {
        ApiError error = new ApiError(500, "InternalError", "Internal error occurred: " + cause, Json.object());
        error.initCause(cause);
        return error;
    }

    static ApiError notImplemented(String message) {
        return new ApiError(501, "NotImplemented", message, Json.object());
    }

    private static ObjectNode details(ResourceType type, String name) {
        ObjectNode details = Json.object().put("name", name);
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        return details.put("kind", type.plural());
    }

    /** The HTTP status. */
    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    ObjectNode status() {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        status.set("details", details);
        return status.put("code", code);
    }

    /** What a successful deletion answers. */
    static ObjectNode deleted(ResourceType type, String name, String uid) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        status.set("details", details(type, name).put("uid", uid));
        return status;
    }
}
