package dev.netproof.lab.api;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.netproof.lab.network.IpFamily;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The verbs of the API over the store: what a request may change, and what the server itself fills in.
 *
 * <p>Thread-safe; each verb is one step.
 */
public final class Resources {
    private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ObjectStore store;
    private final ResourceTypes types;
    private final Defaults defaults;
    private final Deletion deletion;

    /** Which part of an object a write may change. */
    public enum Part {
        MAIN, STATUS, EPHEMERAL_CONTAINERS
    }

    /** Of a cluster with IPv4 alone. */
    public Resources(ObjectStore store, ResourceTypes types) {
        this(store, types, List.of(IpFamily.IPV4));
    }

    /**
     * Of a cluster with these families of addresses.
     *
     * @param families the first is what a Service has that asks for none
     */
    public Resources(ObjectStore store, ResourceTypes types, List<IpFamily> families) {
        this.store = store;
        this.types = types;
        ServiceAddresses addresses = new ServiceAddresses(store);
        this.defaults = new Defaults(addresses, new ServiceFamilies(families, addresses::next));
        this.deletion = new Deletion(store);
    }

    public ObjectStore store() {
        return store;
    }

    public ResourceTypes types() {
        return types;
    }

    /** The current time in the form of the API. */
    public static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Letters for a generated name. */
    public static String randomSuffix() {
        return RANDOM.ints(5, 0, SAFE.length()).mapToObj(SAFE::charAt).collect(StringBuilder::new,
                StringBuilder::append, StringBuilder::append).toString();
    }

    /** @throws ApiError 404 */
    ObjectNode get(ObjectKey key) {
        return store.get(key).orElseThrow(() -> ApiError.notFound(key.type(), key.name()));
    }

    /**
     * Creates an object.
     *
     * @param namespace where; empty for a cluster-scoped type
     * @throws ApiError 404 if the namespace is not there, 409 if the object is, 422 if it is invalid
     */
    public ObjectNode create(ResourceType type, String namespace, ObjectNode body) {
        return create(type, namespace, body, false);
    }

    ObjectNode create(ResourceType type, String namespace, ObjectNode body, boolean dryRun) {
        ObjectNode object = body.deepCopy();
        object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        ObjectNode metadata = Json.child(object, "metadata");
        if (type.namespaced()) {
            Json.initially(metadata, "namespace", namespace);
            if (!Json.text(metadata, "namespace").equals(namespace)) {
                throw ApiError.badRequest("the namespace of the provided object does not match the namespace sent on"
                        + " the request");
            }
        } else {
            metadata.remove("namespace");
        }
        String prefix = Json.text(metadata, "generateName");
        if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
            metadata.put("name", prefix.substring(0, Math.min(prefix.length(), 58)) + randomSuffix());
        }
        metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
        metadata.remove(List.of("resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
        if (object.has("spec")) {
            metadata.put("generation", 1);
        }
        ObjectKey key = ObjectKey.of(type, object);
        return store.atomically(() -> {
            if (type.namespaced()) {
                checkNamespace(type, key);
            }
            defaults.atCreation(type, object);
            Validation.check(type, object);
            if (store.get(key).isPresent()) {
                throw ApiError.alreadyExists(type, key.name());
            }
            if (dryRun) {
                return object;
            }
            if (type.equals(ResourceTypes.DEFINITIONS)) {
                types.define(object);
            }
            return store.put(key, object);
        });
    }

    /**
     * Whether a manifest is valid, without regard to what else there is.
     *
     * @throws ApiError 422 if it is not
     */
    public void check(ResourceType type, ObjectNode manifest) {
        ObjectNode object = manifest.deepCopy();
        store.atomically(() -> {
            defaults.atCreation(type, object);
            Validation.check(type, object);
            return object;
        });
    }

    private void checkNamespace(ResourceType type, ObjectKey key) {
        ObjectNode namespace = store.get(new ObjectKey(ResourceTypes.NAMESPACES, "", key.namespace()))
                .orElseThrow(() -> ApiError.notFound(ResourceTypes.NAMESPACES, key.namespace()));
        if (namespace.path("metadata").has("deletionTimestamp")) {
            throw ApiError.forbidden(type, key.name(), "unable to create new content in namespace " + key.namespace()
                    + " because it is being terminated");
        }
    }

    /** Replaces an object, or one part of it, by what the client sent. */
    ObjectNode update(ObjectKey key, ObjectNode body, Part part, boolean dryRun) {
        return store.atomically(() -> {
            ObjectNode current = get(key);
            String name = Json.text(body, "metadata", "name");
            if (!name.isEmpty() && !name.equals(key.name())) {
                throw ApiError.badRequest("the name of the object (" + name + ") does not match the name on the URL ("
                        + key.name() + ")");
            }
            String uid = Json.text(body, "metadata", "uid");
            String currentUid = Json.text(current, "metadata", "uid");
            if (!uid.isEmpty() && !uid.equals(currentUid)) {
                throw ApiError.conflict(key.type(), key.name(), "Precondition failed: UID in precondition: " + uid
                        + ", UID in object meta: " + currentUid);
            }
            String version = Json.text(body, "metadata", "resourceVersion");
            if (!version.isEmpty() && !version.equals(Json.text(current, "metadata", "resourceVersion"))) {
                throw ApiError.modified(key.type(), key.name());
            }
            ObjectNode next = switch (part) {
                case MAIN -> main(key.type(), current, body);
                case STATUS -> withOnly(current, body, "status");
                case EPHEMERAL_CONTAINERS -> withEphemeralContainers(current, body);
            };
            Validation.check(key.type(), next);
            Validation.checkUpdate(key.type(), current, next);
            if (dryRun) {
                return next;
            }
            if (deletion.isComplete(key.type(), next)) {
                store.put(key, next);
                return store.remove(key).orElse(next);
            }
            return store.put(key, next);
        });
    }

    private ObjectNode main(ResourceType type, ObjectNode current, ObjectNode body) {
        ObjectNode next = body.deepCopy();
        next.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        ObjectNode metadata = Json.child(next, "metadata");
        for (String own : List.of("name", "namespace", "uid", "creationTimestamp", "generateName", "deletionTimestamp",
                "deletionGracePeriodSeconds", "generation")) {
            JsonNode value = current.path("metadata").path(own);
            if (value.isMissingNode()) {
                metadata.remove(own);
            } else {
                metadata.set(own, value);
            }
        }
        if (StatusParts.isSeparate(type)) {
            next = withOnly(next, current, "status");
        }
        defaults.atUpdate(type, current, next);
        if (!withOnly(withOnly(next, current, "metadata"), current, "status").equals(current)) {
            int generation = Json.number(current, 0, "metadata", "generation");
            if (generation > 0 || next.has("spec")) {
                Json.child(next, "metadata").put("generation", generation + 1);
            }
        }
        return next;
    }

    /** The first tree with one field taken from the second. */
    private static ObjectNode withOnly(ObjectNode base, ObjectNode from, String field) {
        ObjectNode next = base.deepCopy();
        JsonNode value = from.path(field);
        if (value.isMissingNode()) {
            next.remove(field);
        } else {
            next.set(field, value.deepCopy());
        }
        return next;
    }

    private static ObjectNode withEphemeralContainers(ObjectNode current, ObjectNode body) {
        ObjectNode next = current.deepCopy();
        Json.child(next, "spec").set("ephemeralContainers", Json.at(body, "spec", "ephemeralContainers").isArray()
                ? Json.at(body, "spec", "ephemeralContainers").deepCopy()
                : Json.array());
        return next;
    }

    /** Reads, changes and writes in one step. */
    ObjectNode patch(ObjectKey key, Part part, boolean dryRun, UnaryOperator<ObjectNode> change) {
        return store.atomically(() -> update(key, change.apply(get(key).deepCopy()), part, dryRun));
    }

    /** Changes an object that may be gone meanwhile; then nothing happens. For controllers. */
    public Optional<ObjectNode> edit(ObjectKey key, Part part, Consumer<ObjectNode> change) {
        return store.atomically(() -> store.get(key).map(current -> {
            ObjectNode next = current.deepCopy();
            change.accept(next);
            return update(key, next, part, false);
        }));
    }

    /**
     * Asks for an object's deletion.
     *
     * @return the object where it stays until somebody finishes the deletion, a {@code Status} where it is gone
     */
    ObjectNode delete(ObjectKey key, DeleteOptions options) {
        return store.atomically(() -> deletion.delete(key, get(key), options));
    }

    /** Asks for the deletion of an object that may be gone already; its dependents follow. For controllers. */
    public void delete(ObjectKey key) {
        store.atomically(() -> store.get(key).map(object -> deletion.delete(key, object, DeleteOptions.BACKGROUND)));
    }

    /** Finishes a deletion that was asked for: the object goes, unless finalizers still hold it. For controllers. */
    public void finishDeletion(ObjectKey key, String uid) {
        store.atomically(() -> store.get(key).filter(object -> Json.text(object, "metadata", "uid").equals(uid))
                .map(object -> deletion.finish(key, object)));
    }
}
