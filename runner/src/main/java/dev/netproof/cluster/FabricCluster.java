package dev.netproof.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.jspecify.annotations.Nullable;

/** A cluster behind the fabric8 client, which is thread-safe. */
final class FabricCluster implements Cluster {

    private final KubernetesClient client;
    private final String context;
    private final Patience patience;
    private final Asking asking;
    private final boolean policies;

    FabricCluster(KubernetesClient client, String context, Patience patience, Backpressure backpressure) {
        this(client, context, patience, new Asking(client.getMasterUrl().toString(), patience, backpressure), true);
    }

    private FabricCluster(KubernetesClient client, String context, Patience patience, Asking asking, boolean policies) {
        this.client = client;
        this.context = context;
        this.patience = patience;
        this.asking = asking;
        this.policies = policies;
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
        return new FabricCluster(client, context, patience, asking, false);
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
        Retold<T> creation = new Retold<>(client, object);
        return asking.finish(Call.on("create", object), () -> creation.write(() -> client.resource(object).create()));
    }

    @Override
    public <T extends HasMetadata> Optional<T> read(T object) {
        return Optional.ofNullable(asking.ask(Call.on("get", object), () -> client.resource(object).get()));
    }

    @Override
    public <T extends HasMetadata> T replace(T object) {
        Retold<T> replacement = new Retold<>(client, object);
        return asking.finish(Call.on("update", object),
                () -> replacement.write(() -> client.resource(object).lockResourceVersion().update()));
    }

    @Override
    public void delete(HasMetadata object) {
        asking.finish(Call.on("delete", object), () -> client.resource(object)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND).delete());
    }

    @Override
    public Found search(@Nullable String namespace, Map<String, String> labels, Set<OwnKind> kinds) {
        List<HasMetadata> found = new ArrayList<>();
        Map<OwnKind, String> refused = new EnumMap<>(OwnKind.class);
        for (OwnKind kind : kinds) {
            Call call = Call.list(group(kind), plural(kind), namespace);
            found.addAll(asking.ask(call, () -> {
                try {
                    return list(type(kind), namespace, labels);
                } catch (KubernetesClientException e) {
                    if (!Explanation.isStatus(e, 403)) {
                        throw e;
                    }
                    refused.put(kind, asking.explain(call, e).reason());
                    return List.of();
                }
            }));
        }
        return new Found(found, refused);
    }

    private <T extends HasMetadata> List<T> list(Class<T> type, @Nullable String namespace,
            Map<String, String> labels) {
        return namespace == null
                ? client.resources(type).inAnyNamespace().withLabels(labels).list().getItems()
                : client.resources(type).inNamespace(namespace).withLabels(labels).list().getItems();
    }

    private static Class<? extends HasMetadata> type(OwnKind kind) {
        return switch (kind) {
            case CONFIG_MAP -> ConfigMap.class;
            case POD -> Pod.class;
            case NETWORK_POLICY -> NetworkPolicy.class;
            case LEASE -> Lease.class;
        };
    }

    private static String group(OwnKind kind) {
        return switch (kind) {
            case CONFIG_MAP, POD -> "";
            case NETWORK_POLICY -> "networking.k8s.io";
            case LEASE -> "coordination.k8s.io";
        };
    }

    private static String plural(OwnKind kind) {
        return switch (kind) {
            case CONFIG_MAP -> "configmaps";
            case POD -> "pods";
            case NETWORK_POLICY -> "networkpolicies";
            case LEASE -> "leases";
        };
    }

    @Override
    public Pod addEphemeral(String namespace, String pod, String uid, EphemeralContainer container) {
        // Merged by name, as kubectl debug does: what others add at the same time stays, and the uid is a precondition.
        String patch = client.getKubernetesSerialization().asJson(new PodBuilder().withNewMetadata().withUid(uid)
                .endMetadata().withNewSpec().withEphemeralContainers(container).endSpec().build());
        return asking.finish(new Call("patch", "", "pods/ephemeralcontainers", namespace, pod),
                () -> client.pods().inNamespace(namespace).withName(pod)
                        .ephemeralContainers().patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch));
    }

    @Override
    public Pod await(Pod pod, Predicate<Pod> condition, Duration limit) {
        return new PodWait(client, asking, patience, pod).until(condition, limit);
    }

    @Override
    public ExecResult exec(Pod pod, String container, List<String> command, byte[] stdin, Duration limit) {
        return new Exec(client, InstantSource.system(), asking).run(pod, container, command, stdin, limit);
    }

    @Override
    public void close() {
        client.close();
    }

    static ClusterException gone(String namespace, String name) {
        return new ClusterException("Pod " + name + " in namespace " + namespace + " is gone.");
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
