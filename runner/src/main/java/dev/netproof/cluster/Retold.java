package dev.netproof.cluster;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * A write that is tried again when its answer got lost: then the server may have done it at the first try, and refuse the second
 * as a conflict with what is nobody's but ours.
 */
final class Retold<T extends HasMetadata> {

    private final KubernetesClient client;
    private final T wanted;
    private volatile boolean perhapsDone;

    Retold(KubernetesClient client, T wanted) {
        this.client = client;
        this.wanted = wanted;
    }

    T write(Supplier<T> work) {
        try {
            return work.get();
        } catch (KubernetesClientException e) {
            if (perhapsDone && Explanation.isStatus(e, 409)) {
                T stored = client.resource(wanted).get();
                if (stored != null && isOurs(stored)) {
                    return stored;
                }
            }
            if (Explanation.isUnanswered(e) || Explanation.isServerError(e)) {
                perhapsDone = true;
            }
            throw e;
        }
    }

    /** What a run writes carries its annotation, and a spec that says when, as in a lease. */
    private boolean isOurs(T stored) {
        Map<String, String> marks = wanted.getMetadata().getAnnotations();
        Map<String, String> found = stored.getMetadata().getAnnotations();
        String uid = wanted.getMetadata().getUid();
        return marks != null && !marks.isEmpty() && found != null && found.entrySet().containsAll(marks.entrySet())
                && (uid == null
                        || (uid.equals(stored.getMetadata().getUid()) && Objects.equals(spec(wanted), spec(stored))));
    }

    private @Nullable Object spec(T object) {
        return client.getKubernetesSerialization().convertValue(object, Map.class).get("spec");
    }
}
