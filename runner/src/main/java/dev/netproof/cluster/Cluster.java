package dev.netproof.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/**
 * What the prober asks of a Kubernetes cluster. Thread-safe; every call may block and may throw a
 * {@link ClusterException}.
 */
public interface Cluster extends AutoCloseable {

    ClusterIdentity identity();

    /** All namespaces by name, each with its labels. */
    Map<String, Map<String, String>> namespaces();

    /** Reads what a plan needs from these namespaces. A namespace that does not exist is left out. */
    Snapshot snapshot(Set<String> namespaces);

    /**
     * The same cluster, whose snapshots ask for no policy: what is declared stays unknown there. Needs no right to read them.
     * Closing either closes both.
     */
    Cluster withoutPolicies();

    /** Reads what a pod that is launched in these namespaces would meet; what may not be read is said. */
    Surroundings surroundings(Set<String> namespaces);

    /** The pod as it is now; throws when it is gone. */
    Pod pod(String namespace, String name);

    /** The object of that kind, namespace and name as it is now; empty when there is none. */
    <T extends HasMetadata> Optional<T> read(T object);

    /** Creates the object and returns it as stored. Once begun it is finished, also when the thread is interrupted. */
    <T extends HasMetadata> T create(T object);

    /**
     * Puts the object in the place of the one that is stored, and returns it as stored; throws when that one's
     * {@code resourceVersion} is another, since somebody has changed it. Once begun it is finished, also when the thread is
     * interrupted.
     */
    <T extends HasMetadata> T replace(T object);

    /**
     * Deletes the object with its dependents, without waiting. An object that is gone is no error. Once begun it is
     * finished, also when the thread is interrupted.
     */
    void delete(HasMetadata object);

    /**
     * Objects of the kinds that Netproof creates that carry all these labels.
     *
     * @param namespace null for every namespace
     */
    List<HasMetadata> find(@Nullable String namespace, Map<String, String> labels);

    /** Waits until the pod satisfies the condition and returns it; throws when it is gone or the time is up. */
    Pod await(Pod pod, Predicate<Pod> condition, Duration limit);

    /**
     * Runs a program in a container.
     *
     * @param stdin all that the program reads; the stream is not closed behind it
     * @param limit after which the exec is given up
     */
    ExecResult exec(Pod pod, String container, List<String> command, byte[] stdin, Duration limit);

    @Override
    void close();
}
