package dev.netproof.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Work that is finished once it was begun, although the thread that waits for it is interrupted: a creation that nobody
 * waited for would leave an object behind, and so would a removal that was given up.
 */
public final class Uninterrupted {

    private Uninterrupted() {}

    /** Does the work on a thread of its own. An interrupt meanwhile is kept for afterwards. */
    public static <T extends @Nullable Object> T call(Supplier<T> work) {
        try {
            return CompletableFuture
                    .supplyAsync(work, task -> Thread.ofVirtual().name("netproof-finishing").start(task))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("work failed with an error", e.getCause());
        }
    }
}
