package dev.netproof.lab.api;

import java.util.List;
import java.util.Optional;

import tools.jackson.databind.node.ObjectNode;

/** What can be done to an object beside reading and writing it: logs and eviction of pods, tokens of accounts. */
final class PodSubresources {
    private final Resources resources;

    PodSubresources(Resources resources) {
        this.resources = resources;
    }

    Answer answer(ApiRequest request, ObjectKey key, String subresource) {
        ObjectNode object = resources.get(key);
        if (key.type().equals(ResourceTypes.PODS)) {
            return switch (subresource) {
                case "log" -> Answer.text("");
                case "eviction" -> evict(request, key);
                case "exec" -> throw ApiError.badRequest("Upgrade request required");
                default -> throw ApiError.notImplemented("the lab does not serve pods/" + subresource);
            };
        }
        if (key.type().equals(ResourceTypes.SERVICE_ACCOUNTS) && subresource.equals("token")) {
            ObjectNode review = ResourceRequests.body(request);
            Json.child(review, "status").put("token", "lab-" + Json.text(object, "metadata", "uid"))
                    .put("expirationTimestamp", "2099-01-01T00:00:00Z");
            return Answer.created(review);
        }
        throw ApiError.noSuchPath();
    }

    private Answer evict(ApiRequest request, ObjectKey key) {
        ObjectNode body = request.body().isBlank() ? Json.object() : ResourceRequests.body(request);
        ObjectNode options = body.path("deleteOptions") instanceof ObjectNode given ? given : Json.object();
        if (request.dryRun()) {
            options.putArray("dryRun").add("All");
        }
        resources.delete(key, DeleteOptions.of(options));
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return Answer.created(status.put("status", "Success").put("code", 201));
    }

    /**
     * The uid of a pod in which a process may be started now.
     *
     * @param container empty for the pod's first
     * @throws ApiError 404 if there is no such pod, 400 if it has no such container or is not running
     */
    String uidForExec(ObjectKey key, String container, List<String> command) {
        ObjectNode pod = resources.get(key);
        if (command.isEmpty()) {
            throw ApiError.badRequest("you must specify at least 1 command for the container");
        }
        Optional<String> unknown = Optional.of(container)
                .filter(name -> !name.isEmpty() && List.of("containers", "initContainers", "ephemeralContainers")
                        .stream().flatMap(list -> Json.objects(pod, "spec", list).stream())
                        .noneMatch(one -> Json.text(one, "name").equals(name)));
        if (unknown.isPresent()) {
            throw ApiError.badRequest("container " + container + " is not valid for pod " + key.name());
        }
        String phase = Json.text(pod, "status", "phase");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            throw ApiError.badRequest("cannot exec into a container in a completed pod; current phase is " + phase);
        }
        if (!phase.equals("Running")) {
            throw ApiError.badRequest("pod " + key.name() + " does not have a host assigned");
        }
        return Json.text(pod, "metadata", "uid");
    }
}
