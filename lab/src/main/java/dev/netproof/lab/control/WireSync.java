package dev.netproof.lab.control;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectStore;
import dev.netproof.lab.api.ObjectStore.Change;
import dev.netproof.lab.api.ObjectStore.ChangeKind;
import dev.netproof.lab.api.ResourceType;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.wire.ClusterState;
import dev.netproof.lab.wire.Wire;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the network as the objects say: after a change that matters to packets the whole state goes to the wire; changes
 * during one such call go with the next.
 */
final class WireSync implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WireSync.class.getName());
    private static final long RETRY_MILLIS = 500;
    private static final Set<ResourceType> RELEVANT = Set.of(ResourceTypes.NAMESPACES, ResourceTypes.PODS,
            ResourceTypes.SERVICES, ResourceTypes.ENDPOINT_SLICES, ResourceTypes.NETWORK_POLICIES,
            ResourceTypes.EXTERNAL_HOSTS, ResourceTypes.POD_FAULTS);

    private final ObjectStore store;
    private final Wire wire;
    private final Object lock = new Object();
    private final Runnable unsubscribe;
    private final Thread thread;
    private IdentityHashMap<ObjectNode, Object> models = new IdentityHashMap<>();
    private long wanted;
    private long done;
    private boolean closed;
    private @Nullable String problem;

    WireSync(ObjectStore store, Wire wire) {
        this.store = store;
        this.wire = wire;
        this.wanted = store.revision();
        this.unsubscribe = store.subscribe(store.revision(), this::take);
        this.thread = Thread.ofPlatform().daemon().name("lab wire sync").start(this::run);
    }

    private void take(Change change) {
        if (!RELEVANT.contains(change.key().type()) || !matters(change)) {
            return;
        }
        synchronized (lock) {
            wanted = change.revision();
            lock.notifyAll();
        }
    }

    /** Of a pod's many status changes only a few have to do with packets. */
    private static boolean matters(Change change) {
        ObjectNode before = change.before();
        if (!change.key().type().equals(ResourceTypes.PODS) || change.kind() != ChangeKind.MODIFIED || before == null) {
            return !change.key().type().equals(ResourceTypes.PODS) || change.kind() == ChangeKind.DELETED;
        }
        ObjectNode after = change.object();
        return !Json.text(before, "status", "podIP").equals(Json.text(after, "status", "podIP"))
                || !Json.at(before, "metadata", "labels").equals(Json.at(after, "metadata", "labels"))
                || PodStatuses.isOver(before) != PodStatuses.isOver(after);
    }

    /**
     * Waits until the wire knows the store's state at the revision.
     *
     * @return false if the time is over or the lab closes before
     */
    boolean await(long revision, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            for (long left = timeout.toMillis(); done < revision && !closed && left > 0; left = TimeUnit.NANOSECONDS
                    .toMillis(end - System.nanoTime())) {
                lock.wait(left);
            }
            return done >= revision && !closed;
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Why the wire does not follow the objects at present, if so. */
    Optional<String> problem() {
        synchronized (lock) {
            return Optional.ofNullable(problem);
        }
    }

    private void run() {
        try {
            while (true) {
                synchronized (lock) {
                    while (done >= wanted && !closed) {
                        lock.wait();
                    }
                    if (closed) {
                        return;
                    }
                }
                sync();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void sync() throws InterruptedException {
        long[] revision = new long[1];
        ClusterState state = store.atomically(() -> {
            revision[0] = store.revision();
            return new Snapshot().state();
        });
        String failure = null;
        try {
            wire.sync(state);
        } catch (IOException | RuntimeException failed) {
            failure = String.valueOf(failed.getMessage());
            if (!problem().equals(Optional.of(failure))) {
                LOG.log(Level.WARNING, "the lab's network does not follow the objects; trying again: " + failure);
            }
        }
        synchronized (lock) {
            problem = failure;
            if (failure == null) {
                done = revision[0];
            } else {
                pause();
            }
            lock.notifyAll();
        }
    }

    private void pause() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
        synchronized (lock) {
            for (long left = RETRY_MILLIS; left > 0 && !closed; left = TimeUnit.NANOSECONDS
                    .toMillis(end - System.nanoTime())) {
                lock.wait(left);
            }
        }
    }

    /** The store's trees as model objects; a tree that was converted before is not converted again. */
    private final class Snapshot {
        private final IdentityHashMap<ObjectNode, Object> next = new IdentityHashMap<>();

        ClusterState state() {
            List<Pod> pods = all(ResourceTypes.PODS, Pod.class).stream()
                    .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
                    .filter(pod -> !Set.of("Failed", "Succeeded").contains(pod.getStatus().getPhase())).toList();
            ClusterState state = new ClusterState(all(ResourceTypes.NAMESPACES, Namespace.class), pods,
                    all(ResourceTypes.SERVICES, Service.class),
                    all(ResourceTypes.ENDPOINT_SLICES, EndpointSlice.class),
                    all(ResourceTypes.NETWORK_POLICIES, NetworkPolicy.class),
                    all(ResourceTypes.EXTERNAL_HOSTS, GenericKubernetesResource.class),
                    all(ResourceTypes.POD_FAULTS, GenericKubernetesResource.class));
            models = next;
            return state;
        }

        private <T> List<T> all(ResourceType type, Class<T> model) {
            return store.list(type, "").objects().stream().map(object -> {
                Object known = models.get(object);
                T converted = known == null ? Json.as(object, model) : model.cast(known);
                next.put(object, converted);
                return converted;
            }).toList();
        }
    }

    @Override
    public void close() {
        unsubscribe.run();
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            thread.join(5000);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
