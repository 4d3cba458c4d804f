package dev.netproof.lab.api;

import java.util.Optional;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * As much OpenAPI as {@code kubectl apply} asks for: that writes take {@code fieldValidation}, so that it leaves
 * validation to the server, and which kinds take a strategic merge patch.
 */
final class OpenApi {
    private static final String PROTOCOL_BUFFERS = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private final ResourceTypes types;

    OpenApi(ResourceTypes types) {
        this.types = types;
    }

    Optional<Answer> answer(String path) {
        if (path.equals("/openapi/v2")) {
            // kubectl asks for protocol buffers here, in which nothing at all is a document without definitions.
            return Optional.of(new Answer.Text(200, "", PROTOCOL_BUFFERS));
        }
        if (path.equals("/openapi/v3")) {
            ObjectNode index = Json.object();
            ObjectNode paths = index.putObject("paths");
            types.all().forEach(type -> paths.putObject(root(type)).put("serverRelativeURL",
                    "/openapi/v3/" + root(type)));
            return Optional.of(Answer.ok(index));
        }
        return path.startsWith("/openapi/v3/") ? groupVersion(path.substring("/openapi/v3/".length()))
                : Optional.empty();
    }

    private static String root(ResourceType type) {
        return (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
    }

    private Optional<Answer> groupVersion(String root) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "netproof lab").put("version", ServerVersion.GIT);
        ObjectNode paths = document.putObject("paths");
        types.all().stream().filter(type -> root(type).equals(root)).forEach(type -> {
            String collection = "/" + root + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
            operation(paths, collection, "post", type);
            operation(paths, collection + "/{name}", "put", type);
            ObjectNode patch = operation(paths, collection + "/{name}", "patch", type);
            ObjectNode content = patch.putObject("requestBody").putObject("content");
            content.putObject("application/merge-patch+json");
            content.putObject("application/json-patch+json");
            content.putObject("application/apply-patch+yaml");
            content.putObject("application/strategic-merge-patch+json");
        });
        document.putObject("components").putObject("schemas");
        return paths.isEmpty() ? Optional.empty() : Optional.of(Answer.ok(document));
    }

    private static ObjectNode operation(ObjectNode paths, String path, String method, ResourceType type) {
        ObjectNode operation = Json.child(paths, path).putObject(method);
        ArrayNode parameters = operation.putArray("parameters");
        for (String name : new String[]{"dryRun", "fieldManager", "fieldValidation"}) {
            parameters.addObject().put("name", name).put("in", "query").putObject("schema").put("type", "string");
        }
        operation.putObject("x-kubernetes-group-version-kind").put("group", type.group()).put("version", type.version())
                .put("kind", type.kind());
        operation.putObject("responses");
        return operation;
    }
}
