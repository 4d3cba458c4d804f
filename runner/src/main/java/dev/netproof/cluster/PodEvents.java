package dev.netproof.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.jspecify.annotations.Nullable;

/** News of one pod, as far as the API server tells any. That none come means nothing: who waits must look, too. */
final class PodEvents implements Watcher<Pod>, AutoCloseable {

    /** Empty: something happened, and it takes a look to know what. */
    private final BlockingQueue<Optional<Pod>> news = new LinkedBlockingQueue<>();
    private @Nullable Watch watch;
    private boolean closed;

    private PodEvents() {}

    /** Returns at once. Without the right to watch there are no news. */
    static PodEvents of(KubernetesClient client, String namespace, String name) {
        PodEvents events = new PodEvents();
        // Opening waits for the server; whoever waits for the pod has better things to do.
        Thread.ofVirtual().name("netproof-watch").start(() -> {
            try {
                events.opened(client.pods().inNamespace(namespace).withName(name).watch(events));
            } catch (KubernetesClientException | IllegalStateException e) {
                // Refused, out of reach, or nobody waits any more and the client is closed: what matters of it shows at the
                // next look.
            }
        });
        return events;
    }

    /**
     * What happened next; empty when nothing did in this time, or when one must look.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    Optional<Pod> next(Duration time) throws InterruptedException {
        Optional<Pod> next = news.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        return next == null ? Optional.empty() : next;
    }

    private synchronized void opened(Watch open) {
        if (closed) {
            open.close();
        } else {
            watch = open;
        }
    }

    @Override
    public void eventReceived(Action action, Pod pod) {
        news.add(action == Action.ADDED || action == Action.MODIFIED ? Optional.of(pod) : Optional.empty());
    }

    @Override
    public void onClose(WatcherException cause) {
        news.add(Optional.empty());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watch != null) {
            watch.close();
        }
    }
}
