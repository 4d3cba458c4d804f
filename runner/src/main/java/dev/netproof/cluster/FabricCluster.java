package dev.netproof.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.VersionInfo;
import org.jspecify.annotations.Nullable;

/** A cluster behind the fabric8 client, which is thread-safe and retries by itself what is worth it. */
final class FabricCluster implements Cluster {

    private final KubernetesClient client;
    private final String context;
    private final Asking asking;
    private final boolean policies;

    FabricCluster(KubernetesClient client, String context) {
        this(client, context, true);
    }

    private FabricCluster(KubernetesClient client, String context, boolean policies) {
        this.client = client;
        this.context = context;
        this.policies = policies;
        this.asking = new Asking(client.getMasterUrl().toString());
    }

    @Override
    public ClusterIdentity identity() {
        VersionInfo version = asking.ask(new Call("get", "", "version", null, null), client::getKubernetesVersion);
        Namespace system = unlessForbidden(new Call("get", "", "namespaces", null, "kube-system"),
                () -> client.namespaces().withName("kube-system").get());
        List<Node> nodes = unlessForbidden(Call.list("", "nodes", null), () -> client.nodes().list().getItems());
        return new ClusterIdentity(context, version == null ? "unknown" : version.getGitVersion(),
                system == null ? null : system.getMetadata().getUid(), nodes == null ? 0 : nodes.size());
    }

    @Override
    public Map<String, Map<String, String>> namespaces() {
        List<Namespace> all = asking.ask(Call.list("", "namespaces", null),
                () -> client.namespaces().list().getItems());
        return all.stream().map(Namespace::getMetadata).collect(Collectors.toMap(ObjectMeta::getName,
                metadata -> Objects.requireNonNullElse(metadata.getLabels(), Map.of())));
    }

    @Override
    public Snapshot snapshot(Set<String> namespaces) {
        return new SnapshotReader(client, asking, policies).read(namespaces);
    }

    @Override
    public Cluster withoutPolicies() {
        return new FabricCluster(client, context, false);
    }

    @Override
    public Surroundings surroundings(Set<String> namespaces) {
        return new SurroundingsReader(client, asking).read(namespaces);
    }

    @Override
    public Pod pod(String namespace, String name) {
        // Not require(): what that throws is none of the client's own exceptions.
        Pod found = asking.ask(new Call("get", "", "pods", namespace, name),
                () -> client.pods().inNamespace(namespace).withName(name).get());
        if (found == null) {
            throw gone(namespace, name);
        }
        return found;
    }

    @Override
    public <T extends HasMetadata> T create(T object) {
        return asking.ask(Call.on("create", object), () -> Uninterrupted.call(() -> client.resource(object).create()));
    }

    @Override
    public <T extends HasMetadata> Optional<T> read(T object) {
        return Optional.ofNullable(asking.ask(Call.on("get", object), () -> client.resource(object).get()));
    }

    @Override
    public <T extends HasMetadata> T replace(T object) {
        return asking.ask(Call.on("update", object),
                () -> Uninterrupted.call(() -> client.resource(object).lockResourceVersion().update()));
    }

    @Override
    public void delete(HasMetadata object) {
        asking.ask(Call.on("delete", object), () -> Uninterrupted
                .call(() -> client.resource(object).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete()));
    }

    @Override
    public List<HasMetadata> find(@Nullable String namespace, Map<String, String> labels) {
        List<HasMetadata> found = new ArrayList<>();
        found.addAll(asking.ask(Call.list("", "configmaps", namespace), () -> namespace == null
                ? client.configMaps().inAnyNamespace().withLabels(labels).list().getItems()
                : client.configMaps().inNamespace(namespace).withLabels(labels).list().getItems()));
        found.addAll(asking.ask(Call.list("", "pods", namespace), () -> namespace == null
                ? client.pods().inAnyNamespace().withLabels(labels).list().getItems()
                : client.pods().inNamespace(namespace).withLabels(labels).list().getItems()));
        found.addAll(asking.ask(Call.list("networking.k8s.io", "networkpolicies", namespace), () -> namespace == null
                ? client.network().v1().networkPolicies().inAnyNamespace().withLabels(labels).list().getItems()
                : client.network().v1().networkPolicies().inNamespace(namespace).withLabels(labels).list()
                        .getItems()));
        // Whoever may not see leases has made none.
        List<Lease> leases = unlessForbidden(Call.list("coordination.k8s.io", "leases", namespace),
                () -> namespace == null
                        ? client.resources(Lease.class).inAnyNamespace().withLabels(labels).list().getItems()
                        : client.resources(Lease.class).inNamespace(namespace).withLabels(labels).list().getItems());
        found.addAll(leases == null ? List.of() : leases);
        return found;
    }

    @Override
    public Pod await(Pod pod, Predicate<Pod> condition, Duration limit) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        Pod seen = asking.ask(new Call("watch", "", "pods", namespace, name), () -> {
            try {
                return client.pods().inNamespace(namespace).withName(name).waitUntilCondition(
                        now -> isOther(now, pod) || condition.test(now), limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (KubernetesClientTimeoutException e) {
                throw new ClusterException("Pod " + name + " in namespace " + namespace
                        + " was not as awaited after " + limit.toMillis() + " ms. `kubectl describe pod -n "
                        + namespace + " " + name + "` shows what it waits for.", e);
            }
        });
        if (isOther(seen, pod)) {
            throw gone(namespace, name);
        }
        return Objects.requireNonNull(seen);
    }

    @Override
    public ExecResult exec(Pod pod, String container, List<String> command, byte[] stdin, Duration limit) {
        Call call = new Call("create", "", "pods/exec", pod.getMetadata().getNamespace(),
                pod.getMetadata().getName());
        return asking.ask(call,
                () -> new Exec(client, InstantSource.system()).run(pod, container, command, stdin, limit));
    }

    @Override
    public void close() {
        client.close();
    }

    private static ClusterException gone(String namespace, String name) {
        return new ClusterException("Pod " + name + " in namespace " + namespace + " is gone.");
    }

    /** True for a pod that is gone, too, which the client says with null. */
    private static boolean isOther(@Nullable Pod now, Pod awaited) {
        String uid = awaited.getMetadata().getUid();
        return now == null || (uid != null && !uid.equals(now.getMetadata().getUid()));
    }

    private <T> @Nullable T unlessForbidden(Call call, Supplier<@Nullable T> work) {
        return asking.ask(call, () -> {
            try {
                return work.get();
            } catch (KubernetesClientException e) {
                if (Explanation.isStatus(e, 403)) {
                    return null;
                }
                throw e;
            }
        });
    }
}
