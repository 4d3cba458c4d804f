package dev.netproof.cluster;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/**
 * What the prober asks of a Kubernetes cluster. Thread-safe; every call may throw a {@link ClusterException}, and may block,
 * but for no longer than some 20 seconds a request, whatever the API server does, or the limit that it is given.
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
     * Objects of these kinds that carry all these labels, as far as they may be listed.
     *
     * @param namespace null for every namespace
     */
    Found search(@Nullable String namespace, Map<String, String> labels, Set<OwnKind> kinds);

    /**
     * Objects of the kinds that Netproof creates that carry all these labels. Whoever may not see leases has made none; what
     * else may not be listed throws.
     *
     * @param namespace null for every namespace
     */
    default List<HasMetadata> find(@Nullable String namespace, Map<String, String> labels) {
        Found found = search(namespace, labels, EnumSet.allOf(OwnKind.class));
        found.refused().forEach((kind, reason) -> {
            if (kind != OwnKind.LEASE) {
                throw new ClusterException(reason);
            }
        });
        return found.objects();
    }

    /**
     * Adds an ephemeral container to a pod that is there, where it stays until the pod goes, and returns the pod as stored;
     * throws when the pod of that name has another uid by now. Once begun it is finished, also when the thread is interrupted.
     */
    Pod addEphemeral(String namespace, String pod, String uid, EphemeralContainer container);

    /**
     * Waits until the pod satisfies the condition and returns it; throws when it is gone or the time is up. Takes the right to
     * get pods or to list them; with the right to watch them it returns at once.
     */
    Pod await(Pod pod, Predicate<Pod> condition, Duration limit);

    /**
     * Runs a program in a container. That its connection broke or fell silent is told by the result; that it was never opened,
     * by an exception.
     *
     * @param stdin all that the program reads; the stream is not closed behind it
     * @param limit after which the exec is given up
     */
    ExecResult exec(Pod pod, String container, List<String> command, byte[] stdin, Duration limit);

    @Override
    void close();
}
