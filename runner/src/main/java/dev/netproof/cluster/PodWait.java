package dev.netproof.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one pod: looks at once, listens for news, and looks again in between. A watch that is refused, cut or deaf costs
 * the time to the next look and no more.
 */
final class PodWait {

    /** The time between two looks grows up to so many times the first: who waits for long is in no hurry. */
    private static final int SLOWEST = 5;

    private final KubernetesClient client;
    private final Asking asking;
    private final Patience patience;
    private final Pod awaited;
    private final String namespace;
    private final String name;

    PodWait(KubernetesClient client, Asking asking, Patience patience, Pod awaited) {
        this.client = client;
        this.asking = asking;
        this.patience = patience;
        this.awaited = awaited;
        this.namespace = awaited.getMetadata().getNamespace();
        this.name = awaited.getMetadata().getName();
    }

    Pod until(Predicate<Pod> condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Duration pause = patience.poll();
        try (PodEvents events = PodEvents.of(client, namespace, name)) {
            while (true) {
                long next = Math.min(deadline, System.nanoTime() + spread(pause));
                Optional<Pod> seen = Optional.of(checked(look())).filter(condition)
                        .or(() -> heard(events, condition, next));
                if (seen.isPresent()) {
                    return seen.get();
                }
                if (System.nanoTime() >= deadline) {
                    throw late(limit);
                }
                pause = slower(pause);
            }
        }
    }

    /** @return empty when it is time to look */
    private Optional<Pod> heard(PodEvents events, Predicate<Pod> condition, long until) {
        try {
            while (true) {
                Optional<Pod> news = events.next(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
                if (news.isEmpty() || condition.test(checked(news.get()))) {
                    return news;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for pod " + name + " in namespace " + namespace + ".",
                    e);
        }
    }

    private @Nullable Pod look() {
        return asking.ask(new Call("get", "", "pods", namespace, name), () -> {
            try {
                return client.pods().inNamespace(namespace).withName(name).get();
            } catch (KubernetesClientException e) {
                if (!Explanation.isStatus(e, 403)) {
                    throw e;
                }
                return listed(e);
            }
        });
    }

    /** Whoever may not get a pod may still list it. */
    private @Nullable Pod listed(KubernetesClientException refusal) {
        try {
            return client.pods().inNamespace(namespace).withField("metadata.name", name).list().getItems().stream()
                    .findFirst().orElse(null);
        } catch (KubernetesClientException e) {
            throw Explanation.isStatus(e, 403) ? refusal : e;
        }
    }

    private Pod checked(@Nullable Pod now) {
        String uid = awaited.getMetadata().getUid();
        if (now == null || (uid != null && !uid.equals(now.getMetadata().getUid()))) {
            throw FabricCluster.gone(namespace, name);
        }
        return now;
    }

    /** Nanoseconds, around the pause: those that wait for many pods don't all look at once. */
    private static long spread(Duration pause) {
        return pause.toNanos() * 3 / 4 + ThreadLocalRandom.current().nextLong(pause.toNanos() / 2 + 1);
    }

    private Duration slower(Duration pause) {
        Duration next = pause.multipliedBy(3).dividedBy(2);
        Duration slowest = patience.poll().multipliedBy(SLOWEST);
        return next.compareTo(slowest) < 0 ? next : slowest;
    }

    private ClusterException late(Duration limit) {
        return new ClusterException("Pod " + name + " in namespace " + namespace + " was not as awaited after "
                + limit.toMillis() + " ms. `kubectl describe pod -n " + namespace + " " + name
                + "` shows what it waits for.");
    }
}
