package dev.netproof.cluster;

import java.util.function.Supplier;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call and explains it when it fails.
 *
 * @param server its address, for messages
 */
record Asking(String server) {

    <T extends @Nullable Object> T ask(Call call, Supplier<T> work) {
        try {
            return work.get();
        } catch (KubernetesClientException e) {
            throw Explanation.of(call, server, e);
        }
    }
}
