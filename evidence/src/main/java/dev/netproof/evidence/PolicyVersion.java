package dev.netproof.evidence;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One policy as it stood in the cluster.
 *
 * @param apiVersion group and version: {@code networking.k8s.io/v1}
 * @param namespace null for a policy of the whole cluster
 * @param uid tells it from one of the same name that was deleted; null only where a cluster gives none
 * @param resourceVersion tells it from itself before it was changed; null only where a cluster gives none
 */
public record PolicyVersion(String apiVersion, String kind, @Nullable String namespace, String name,
        @Nullable String uid, @Nullable String resourceVersion) {

    /** By its name alone. */
    public PolicyRef ref() {
        return new PolicyRef(kind, Objects.requireNonNullElse(namespace, ""), name);
    }
}
