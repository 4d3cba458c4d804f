package dev.netproof.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * Work on a thread of its own, beside a run. It delivers its result before it cleans up; it never outlives its owner, and its
 * failure is never lost.
 */
final class BackgroundTask<T> implements AutoCloseable {

    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** Completed with what the work failed with after, or without, delivering; with null when it did not. */
    private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    private final Thread thread;
    private boolean told;

    private BackgroundTask(String name, Consumer<Consumer<T>> work) {
        thread = Thread.ofVirtual().name(name).unstarted(() -> {
            Throwable failure = null;
            try {
                work.accept(result::complete);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            result.completeExceptionally(failure == null ? new IllegalStateException("no result came") : failure);
            end.complete(failure);
        });
    }

    /**
     * Begins the work.
     *
     * @param work is given where to deliver its result
     */
    static <T> BackgroundTask<T> start(String name, Consumer<Consumer<T>> work) {
        BackgroundTask<T> beside = new BackgroundTask<>(name, work);
        beside.thread.start();
        return beside;
    }

    boolean isDelivered() {
        return result.isDone();
    }

    /**
     * Waits for the result.
     *
     * @throws ClusterException when the waiting thread is interrupted
     */
    T await() {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted.", e);
        } catch (ExecutionException e) {
            told = true;
            throw failure(e.getCause());
        }
    }

    /**
     * Waits for the end of the work, which is interrupted when it has not delivered.
     *
     * @throws RuntimeException with which it failed, unless {@link #await} threw it
     */
    @Override
    public void close() {
        if (!isDelivered()) {
            thread.interrupt();
        }
        Throwable failed = Uninterrupted.call(end::join);
        if (failed != null && !told) {
            throw failure(failed);
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        return cause instanceof RuntimeException known ? known : new IllegalStateException("work failed", cause);
    }
}
