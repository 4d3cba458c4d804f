package dev.netproof.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Reads a snapshot, several requests at a time. */
final class SnapshotReader {

    /** Requests at a time: enough to hide the round trips, few enough for an API server's fair share of one user. */
    private static final int PARALLEL = 8;

    private final KubernetesClient client;
    private final Asking asking;
    private final boolean policies;

    /** @param policies whether policies are read */
    SnapshotReader(KubernetesClient client, Asking asking, boolean policies) {
        this.client = client;
        this.policies = policies;
        this.asking = asking;
    }

    Snapshot read(Set<String> names) {
        try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().factory())) {
            List<Future<List<Namespace>>> namespaces = new ArrayList<>();
            List<Future<List<Workload>>> workloads = new ArrayList<>();
            List<Future<List<Pod>>> pods = new ArrayList<>();
            List<Future<List<Service>>> services = new ArrayList<>();
            List<Future<List<EndpointSlice>>> slices = new ArrayList<>();
            Future<List<Node>> nodes = threads.submit(this::nodes);
            Future<PolicyReader.Policies> declared = threads.submit(() -> policies
                    ? new PolicyReader(client, asking).read(names)
                    : PolicyReader.Policies.NOT_ASKED_FOR);
            for (String name : names) {
                namespaces.add(threads.submit(() -> namespace(name)));
                workloads.add(threads.submit(() -> deployments(name)));
                workloads.add(threads.submit(() -> statefulSets(name)));
                workloads.add(threads.submit(() -> daemonSets(name)));
                pods.add(threads.submit(() -> list("", "pods", name,
                        () -> client.pods().inNamespace(name).list().getItems())));
                services.add(threads.submit(() -> list("", "services", name,
                        () -> client.services().inNamespace(name).list().getItems())));
                slices.add(threads.submit(() -> list("discovery.k8s.io", "endpointslices", name,
                        () -> client.discovery().v1().endpointSlices().inNamespace(name).list().getItems())));
            }
            try {
                PolicyReader.Policies read = Objects.requireNonNull(declared.get());
                return new Snapshot(all(namespaces), all(workloads), all(pods), all(services), all(slices),
                        nodes.get(), read.networkPolicies(), read.others(), read.unread());
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof ClusterException known) {
                    throw known;
                }
                throw new IllegalStateException("reading the cluster failed", e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new ClusterException("Interrupted while reading the cluster.", e);
            }
        }
    }

    private List<Namespace> namespace(String name) {
        Namespace found = asking.ask(new Call("get", "", "namespaces", name, name),
                () -> client.namespaces().withName(name).get());
        return Stream.ofNullable(found).toList();
    }

    private List<Workload> deployments(String namespace) {
        return list("apps", "deployments", namespace,
                () -> client.apps().deployments().inNamespace(namespace).list().getItems()).stream()
                .map(found -> new Workload("Deployment", namespace, found.getMetadata().getName(),
                        found.getSpec().getSelector(), found.getSpec().getTemplate()))
                .toList();
    }

    private List<Workload> statefulSets(String namespace) {
        return list("apps", "statefulsets", namespace,
                () -> client.apps().statefulSets().inNamespace(namespace).list().getItems()).stream()
                .map(found -> new Workload("StatefulSet", namespace, found.getMetadata().getName(),
                        found.getSpec().getSelector(), found.getSpec().getTemplate()))
                .toList();
    }

    private List<Workload> daemonSets(String namespace) {
        return list("apps", "daemonsets", namespace,
                () -> client.apps().daemonSets().inNamespace(namespace).list().getItems()).stream()
                .map(found -> new Workload("DaemonSet", namespace, found.getMetadata().getName(),
                        found.getSpec().getSelector(), found.getSpec().getTemplate()))
                .toList();
    }

    private List<Node> nodes() {
        return asking.ask(Call.list("", "nodes", null), () -> {
            try {
                return client.nodes().list().getItems();
            } catch (KubernetesClientException e) {
                if (Explanation.isStatus(e, 403)) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    private <T> List<T> list(String group, String resource, String namespace, Supplier<List<T>> work) {
        return asking.ask(Call.list(group, resource, namespace), work);
    }

    private static <T> List<T> all(Collection<Future<List<T>>> parts) throws ExecutionException, InterruptedException {
        List<T> all = new ArrayList<>();
        for (Future<List<T>> part : parts) {
            all.addAll(Objects.requireNonNull(part.get()));
        }
        return all;
    }
}
