package dev.netproof.lab.api;

import java.util.List;
import java.util.Set;

import dev.netproof.lab.api.ObjectStore.Listing;
import dev.netproof.lab.api.Resources.Part;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers requests for resources: from HTTP method and path to a verb and back. */
final class ResourceRequests {
    private static final Set<String> YAML = Set.of("application/yaml", "application/x-yaml", "text/yaml");

    private final Resources resources;
    private final PodSubresources pods;

    ResourceRequests(Resources resources) {
        this.resources = resources;
        this.pods = new PodSubresources(resources);
    }

    Answer answer(ApiRequest request, ApiPath path) {
        ResourceType type = resources.types().find(path.group(), path.version(), path.plural())
                .orElseThrow(ApiError::noSuchPath);
        if (type.namespaced() == path.namespace().isEmpty() && !(path.name().isEmpty() && acrossNamespaces(request))) {
            throw ApiError.noSuchPath();
        }
        if (path.name().isEmpty()) {
            return switch (request.method()) {
                case "GET", "HEAD" -> list(request, type, path.namespace());
                case "POST" -> Answer.created(shown(request, type, resources.create(type, path.namespace(),
                        body(request), request.dryRun())));
                case "DELETE" -> deleteMany(request, type, path.namespace());
                default -> throw ApiError.methodNotAllowed();
            };
        }
        ObjectKey key = new ObjectKey(type, path.namespace(), path.name());
        return switch (path.subresource()) {
            case "", "finalize" -> one(request, key, Part.MAIN);
            case "status" -> one(request, key, Part.STATUS);
            case "ephemeralcontainers" -> one(request, key, Part.EPHEMERAL_CONTAINERS);
            default -> path.subresource().equals("scale") && Scale.isServed(type)
                    ? scale(request, key)
                    : pods.answer(request, key, path.subresource());
        };
    }

    private Answer one(ApiRequest request, ObjectKey key, Part part) {
        return switch (request.method()) {
            case "GET", "HEAD" -> Answer.ok(shown(request, key.type(), resources.get(key)));
            case "PUT" -> Answer.ok(shown(request, key.type(),
                    resources.update(key, body(request), part, request.dryRun())));
            case "PATCH" -> patch(request, key, part);
            case "DELETE" -> Answer.ok(resources.delete(key, options(request)));
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private Answer scale(ApiRequest request, ObjectKey key) {
        ObjectNode workload = switch (request.method()) {
            case "GET", "HEAD" -> resources.get(key);
            case "PUT" -> resources.patch(key, Part.MAIN, request.dryRun(),
                    object -> Scale.apply(object, body(request)));
            case "PATCH" -> resources.patch(key, Part.MAIN, request.dryRun(),
                    object -> Scale.apply(object, Patches.merge(Scale.of(object), Json.parse(request.body()))));
            default -> throw ApiError.methodNotAllowed();
        };
        return Answer.ok(Scale.of(workload));
    }

    private static boolean acrossNamespaces(ApiRequest request) {
        return !request.method().equals("POST");
    }

    private Answer list(ApiRequest request, ResourceType type, String namespace) {
        ListFilter filter = ListFilter.of(request);
        if (request.flag("watch")) {
            return new Answer.Stream(new WatchStream(resources.store(), type, namespace, filter, request));
        }
        Listing listing = resources.store().list(type, namespace);
        List<ObjectNode> found = listing.objects().stream().filter(filter::matches).toList();
        if (request.wantsTable()) {
            return Answer.ok(Table.of(type, found, Long.toString(listing.revision()),
                    request.parameter("includeObject")));
        }
        return Answer.ok(asList(type, found, listing.revision()));
    }

    private static ObjectNode asList(ResourceType type, List<ObjectNode> objects, long revision) {
        ObjectNode list = Json.object().put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(revision));
        list.putArray("items").addAll(objects);
        return list;
    }

    private static ObjectNode shown(ApiRequest request, ResourceType type, ObjectNode object) {
        return request.wantsTable()
                ? Table.of(type, List.of(object), Json.text(object, "metadata", "resourceVersion"),
                        request.parameter("includeObject"))
                : object;
    }

    private Answer deleteMany(ApiRequest request, ResourceType type, String namespace) {
        ListFilter filter = ListFilter.of(request);
        DeleteOptions options = options(request);
        Listing listing = resources.store().list(type, namespace);
        List<ObjectNode> found = listing.objects().stream().filter(filter::matches).toList();
        for (ObjectNode object : found) {
            try {
                resources.delete(ObjectKey.of(type, object), options);
            } catch (ApiError error) {
                if (error.code() != 404) {
                    throw error;
                }
            }
        }
        return Answer.ok(asList(type, found, listing.revision()));
    }

    private static DeleteOptions options(ApiRequest request) {
        ObjectNode options = request.body().isBlank() ? Json.object() : body(request);
        for (String name : List.of("propagationPolicy", "gracePeriodSeconds")) {
            if (!options.has(name) && !request.parameter(name).isEmpty()) {
                options.put(name, request.parameter(name));
            }
        }
        if (request.dryRun()) {
            options.putArray("dryRun").add("All");
        }
        return DeleteOptions.of(options);
    }

    private Answer patch(ApiRequest request, ObjectKey key, Part part) {
        String body = request.body();
        ObjectNode result = switch (request.mediaType()) {
            case "application/merge-patch+json" -> resources.patch(key, part, request.dryRun(),
                    object -> Patches.merge(object, Json.parse(body)));
            case "application/strategic-merge-patch+json" -> resources.patch(key, part, request.dryRun(),
                    object -> StrategicMergePatch.apply(object, Json.parse(body)));
            case "application/json-patch+json" -> resources.patch(key, part, request.dryRun(),
                    object -> Patches.apply(object, Json.parseAny(body)));
            case "application/apply-patch+yaml" -> {
                ObjectNode wanted = yaml(body);
                yield resources.store().atomically(() -> resources.store().get(key).isPresent()
                        ? resources.patch(key, part, request.dryRun(),
                                object -> StrategicMergePatch.apply(object, wanted))
                        : resources.create(key.type(), key.namespace(), wanted, request.dryRun()));
            }
            default -> throw ApiError.unsupportedMediaType(request.contentType());
        };
        return Answer.ok(shown(request, key.type(), result));
    }

    /** The body as a tree; JSON, also if the client did not say so, or YAML. */
    static ObjectNode body(ApiRequest request) {
        if (YAML.contains(request.mediaType())) {
            return yaml(request.body());
        }
        if (!request.mediaType().isEmpty() && !request.mediaType().equals("application/json")) {
            throw ApiError.unsupportedMediaType(request.contentType());
        }
        return Json.parse(request.body());
    }

    private static ObjectNode yaml(String text) {
        try {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            JsonNode node = Json.of(tree == null ? List.of() : tree);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (YAMLException malformed) {
            throw ApiError.badRequest("error converting YAML to JSON: " + malformed.getMessage());
        }
        throw ApiError.badRequest("the object provided is unrecognized: an object was expected");
    }
}
