package dev.netproof.lab.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes objects: at once, or in two steps where somebody has to clean up first (a pod's kubelet, a namespace's
 * controller, holders of finalizers). Called under the store's lock.
 */
final class Deletion {
    /** Holds an owner until its dependents are gone. */
    static final String FOREGROUND = "foregroundDeletion";

    private final ObjectStore store;

    Deletion(ObjectStore store) {
        this.store = store;
    }

    ObjectNode delete(ObjectKey key, ObjectNode object, DeleteOptions options) {
        check(key, object, options);
        String uid = Json.text(object, "metadata", "uid");
        if (options.dryRun()) {
            return ApiError.deleted(key.type(), key.name(), uid);
        }
        if (options.propagation() == DeleteOptions.Propagation.ORPHAN) {
            orphan(uid);
        }
        ObjectNode next = object.deepCopy();
        ObjectNode metadata = Json.child(next, "metadata");
        if (options.propagation() == DeleteOptions.Propagation.FOREGROUND) {
            ArrayNode finalizers = metadata.path("finalizers") instanceof ArrayNode list
                    ? list
                    : metadata.putArray("finalizers");
            if (finalizers.valueStream().noneMatch(one -> Json.text(one).equals(FOREGROUND))) {
                finalizers.add(FOREGROUND);
            }
        }
        int grace = grace(key.type(), object, options);
        boolean stays = grace > 0 || hasFinalizers(next) || key.type().equals(ResourceTypes.NAMESPACES);
        if (!stays) {
            store.remove(key);
            return ApiError.deleted(key.type(), key.name(), uid);
        }
        boolean first = !metadata.has("deletionTimestamp");
        if (first || grace < Json.number(metadata, 0, "deletionGracePeriodSeconds")) {
            metadata.put("deletionTimestamp",
                    Instant.now().plusSeconds(grace).truncatedTo(ChronoUnit.SECONDS).toString());
            metadata.put("deletionGracePeriodSeconds", grace);
        }
        if (first && metadata.has("generation")) {
            metadata.put("generation", Json.number(metadata, 0, "generation") + 1);
        }
        if (key.type().equals(ResourceTypes.NAMESPACES)) {
            Json.child(next, "status").put("phase", "Terminating");
        }
        return store.put(key, next);
    }

    private static void check(ObjectKey key, ObjectNode object, DeleteOptions options) {
        options.uid().filter(uid -> !uid.equals(Json.text(object, "metadata", "uid"))).ifPresent(uid -> {
            throw ApiError.conflict(key.type(), key.name(), "Precondition failed: UID in precondition: " + uid
                    + ", UID in object meta: " + Json.text(object, "metadata", "uid"));
        });
        options.resourceVersion().filter(wanted -> !wanted.equals(Json.text(object, "metadata", "resourceVersion")))
                .ifPresent(wanted -> {
                    throw ApiError.conflict(key.type(), key.name(),
                            "Precondition failed: ResourceVersion in precondition: " + wanted
                                    + ", ResourceVersion in object meta: "
                                    + Json.text(object, "metadata", "resourceVersion"));
                });
        if (key.type().equals(ResourceTypes.NAMESPACES) && (key.name().equals("default")
                || key.name().equals("kube-system"))) {
            throw ApiError.forbidden(key.type(), key.name(), "this namespace may not be deleted");
        }
    }

    private static int grace(ResourceType type, ObjectNode object, DeleteOptions options) {
        if (!type.equals(ResourceTypes.PODS) || Json.text(object, "spec", "nodeName").isEmpty()) {
            return 0;
        }
        return options.graceSeconds().orElse(Json.number(object, 30, "spec", "terminationGracePeriodSeconds"));
    }

    private void orphan(String ownerUid) {
        store.everything("").forEach((key, object) -> {
            if (Json.objects(object, "metadata", "ownerReferences").stream()
                    .anyMatch(owner -> Json.text(owner, "uid").equals(ownerUid))) {
                ObjectNode next = object.deepCopy();
                ArrayNode kept = Json.array();
                Json.objects(object, "metadata", "ownerReferences").stream()
                        .filter(owner -> !Json.text(owner, "uid").equals(ownerUid)).forEach(kept::add);
                Json.child(next, "metadata").set("ownerReferences", kept);
                store.put(key, next);
            }
        });
    }

    /** Whether an update took away the last thing that held an object whose deletion was asked for. */
    boolean isComplete(ResourceType type, ObjectNode object) {
        return object.path("metadata").has("deletionTimestamp") && !hasFinalizers(object)
                && !type.equals(ResourceTypes.NAMESPACES)
                && Json.number(object, 0, "metadata", "deletionGracePeriodSeconds") == 0;
    }

    ObjectNode finish(ObjectKey key, ObjectNode object) {
        if (hasFinalizers(object)) {
            ObjectNode next = object.deepCopy();
            Json.child(next, "metadata").put("deletionGracePeriodSeconds", 0);
            return store.put(key, next);
        }
        store.remove(key);
        return object;
    }

    private static boolean hasFinalizers(ObjectNode object) {
        return !Json.at(object, "metadata", "finalizers").isEmpty();
    }
}
