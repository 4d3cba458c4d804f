package dev.netproof.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.ExecResult;
import dev.netproof.cluster.Found;
import dev.netproof.cluster.OwnKind;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import org.jspecify.annotations.Nullable;

/** A cluster in a map: pods run as soon as they are created, owners take their dependents along. */
class FakeCluster implements Cluster {

    static final Instant CREATED = Instant.parse("2026-01-01T12:00:00Z");

    private final Map<ObjectRef, HasMetadata> objects = new LinkedHashMap<>();
    private int uids;

    /** Called before an object is stored; throws what the API server would refuse. */
    Predicate<HasMetadata> admits = object -> true;
    Function<Pod, PodStatus> kubelet = pod -> running();

    /** Pods that an ephemeral container may be added to, and what becomes of it there. */
    Predicate<Pod> admitsGuests = pod -> true;
    Function<Pod, ContainerState> guestState = pod -> new ContainerStateBuilder().withNewRunning().endRunning().build();
    Predicate<HasMetadata> deletes = object -> true;

    /** Those that are marked as deleted and stay, as with a node that does not answer. */
    Predicate<HasMetadata> lingers = object -> false;
    Set<OwnKind> mayNotList = Set.of();
    boolean mayGet = true;
    BiFunction<Pod, byte[], ExecResult> program = (pod, stdin) -> {
        throw new IllegalStateException("no exec is expected");
    };

    static PodStatus running() {
        return new PodStatusBuilder().withPhase("Running").withPodIP("10.0.0.7")
                .addNewContainerStatus().withName("probe").withNewState().withNewRunning().endRunning().endState()
                .endContainerStatus().build();
    }

    static PodStatus waiting(String reason, String message) {
        return new PodStatusBuilder().withPhase("Pending")
                .addNewContainerStatus().withName("probe").withNewState().withNewWaiting().withReason(reason)
                .withMessage(message).endWaiting().endState().endContainerStatus().build();
    }

    synchronized List<HasMetadata> objects() {
        return List.copyOf(objects.values());
    }

    @Override
    public ClusterIdentity identity() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Map<String, String>> namespaces() {
        return Map.of();
    }

    @Override
    public Surroundings surroundings(Set<String> namespaces) {
        return Surroundings.NONE;
    }

    @Override
    public Snapshot snapshot(Set<String> namespaces) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cluster withoutPolicies() {
        return this;
    }

    @Override
    public synchronized Pod pod(String namespace, String name) {
        HasMetadata found = objects.get(new ObjectRef("Pod", namespace, name));
        if (found == null) {
            throw new ClusterException("Pod " + name + " is gone.");
        }
        return (Pod) found;
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <T extends HasMetadata> Optional<T> read(T object) {
        if (!mayGet) {
            throw new ClusterException("Not allowed to get.");
        }
        return Optional.ofNullable((T) objects.get(ObjectRef.of(object)));
    }

    @Override
    public <T extends HasMetadata> T replace(T object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized <T extends HasMetadata> T create(T object) {
        if (!admits.test(object)) {
            throw new ClusterException("Not allowed to create " + ObjectRef.of(object).describe() + ".");
        }
        if (objects.containsKey(ObjectRef.of(object))) {
            throw new ClusterException(ObjectRef.of(object).describe() + " already exists.");
        }
        object.getMetadata().setUid("uid-" + uids++);
        object.getMetadata().setCreationTimestamp(CREATED.toString());
        if (object instanceof Pod pod) {
            objects.put(ObjectRef.of(object), new PodBuilder(pod).withStatus(kubelet.apply(pod)).build());
        } else {
            objects.put(ObjectRef.of(object), object);
        }
        return object;
    }

    /** The pod gets the container, and the kubelet says how it fares. */
    @Override
    public synchronized Pod addEphemeral(String namespace, String name, String uid, EphemeralContainer container) {
        Pod pod = pod(namespace, name);
        if (!pod.getMetadata().getUid().equals(uid)) {
            throw new ClusterException("Pod " + name + " is another by now.");
        }
        if (!admitsGuests.test(pod)) {
            throw new ClusterException("Admission forbids to patch pods/ephemeralcontainers " + name + ".");
        }
        Pod with = new PodBuilder(pod).editSpec().addToEphemeralContainers(container).endSpec().editStatus()
                .addNewEphemeralContainerStatus().withName(container.getName())
                .withState(guestState.apply(pod)).endEphemeralContainerStatus().endStatus().build();
        objects.put(ObjectRef.of(pod), with);
        return with;
    }

    @Override
    public synchronized void delete(HasMetadata object) {
        if (!deletes.test(object)) {
            throw new ClusterException("Not allowed to delete " + ObjectRef.of(object).describe() + ".");
        }
        HasMetadata stored = objects.get(ObjectRef.of(object));
        if (stored != null && lingers.test(stored)) {
            stored.getMetadata().setDeletionTimestamp(CREATED.toString());
            return;
        }
        HasMetadata gone = objects.remove(ObjectRef.of(object));
        if (gone != null) {
            objects.values().removeIf(other -> other.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> Objects.equals(owner.getUid(), gone.getMetadata().getUid())));
        }
    }

    @Override
    public synchronized Found search(@Nullable String namespace, Map<String, String> labels, Set<OwnKind> kinds) {
        Map<OwnKind, String> refused = kinds.stream().filter(mayNotList::contains)
                .collect(Collectors.toMap(kind -> kind, kind -> "Not allowed to list " + kind + "."));
        List<HasMetadata> found = new ArrayList<>();
        for (HasMetadata object : objects.values()) {
            Map<String, String> own = object.getMetadata().getLabels();
            if ((namespace == null || namespace.equals(object.getMetadata().getNamespace()))
                    && kinds.stream().anyMatch(kind -> kind.isOf(object) && !refused.containsKey(kind))
                    && own != null && own.entrySet().containsAll(labels.entrySet())) {
                found.add(object);
            }
        }
        return new Found(found, refused);
    }

    @Override
    public Pod await(Pod pod, Predicate<Pod> condition, Duration limit) {
        Pod now = pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        if (condition.test(now)) {
            return now;
        }
        throw new ClusterException("Pod " + pod.getMetadata().getName() + " was not as awaited.");
    }

    @Override
    public ExecResult exec(Pod pod, String container, List<String> command, byte[] stdin, Duration limit) {
        return program.apply(pod, stdin);
    }

    @Override
    public void close() {}
}
