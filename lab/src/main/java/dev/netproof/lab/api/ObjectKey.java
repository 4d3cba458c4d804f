package dev.netproof.lab.api;

import java.util.Comparator;

import tools.jackson.databind.node.ObjectNode;

/**
 * Where an object is.
 *
 * @param namespace empty for cluster-scoped objects
 */
public record ObjectKey(ResourceType type, String namespace, String name) implements Comparable<ObjectKey> {
    private static final Comparator<ObjectKey> ORDER = Comparator
            .comparing((ObjectKey key) -> key.type().qualifiedPlural()).thenComparing(key -> key.type().version())
            .thenComparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    public static ObjectKey of(ResourceType type, ObjectNode object) {
        return new ObjectKey(type, type.namespaced() ? Json.text(object, "metadata", "namespace") : "",
                Json.text(object, "metadata", "name"));
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }
}
