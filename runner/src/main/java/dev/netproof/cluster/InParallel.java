package dev.netproof.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does one thing to many items at a time. */
public final class InParallel {

    private InParallel() {}

    /**
     * Returns when the work on every item has ended, also when it throws: then with the first failure, and the others
     * interrupted.
     *
     * @param atATime at most so many at a time
     * @return the results in the order of the items
     */
    public static <A, B> List<B> map(Collection<A> items, int atATime, Function<A, B> work) {
        if (items.isEmpty()) {
            return List.of();
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(atATime, items.size()),
                Thread.ofVirtual().name("netproof-", 0).factory())) {
            List<Future<B>> futures = items.stream().map(item -> threads.submit(() -> work.apply(item))).toList();
            List<B> results = new ArrayList<>(futures.size());
            try {
                for (Future<B> future : futures) {
                    results.add(future.get());
                }
                return results;
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new ClusterException("Interrupted.", e);
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("a task failed with an error", e.getCause());
            }
        }
    }
}
