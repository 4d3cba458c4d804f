package dev.netproof.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.netproof.snapshot.Surroundings;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Reads what a probe pod would meet. What may not be read is remembered, and is no reason not to run. */
final class SurroundingsReader {

    private static final int PARALLEL = 8;

    private final KubernetesClient client;
    private final Asking asking;

    SurroundingsReader(KubernetesClient client, Asking asking) {
        this.client = client;
        this.asking = asking;
    }

    Surroundings read(Set<String> namespaces) {
        List<Surroundings> each = InParallel.map(namespaces, PARALLEL, this::of);
        return new Surroundings(all(each, Surroundings::adopters), all(each, Surroundings::budgets),
                all(each, Surroundings::autoscalers), all(each, Surroundings::limitRanges),
                all(each, Surroundings::quotas), all(each, Surroundings::unread));
    }

    private Surroundings of(String namespace) {
        List<String> unread = new ArrayList<>();
        var replicaSets = list("apps", "replicasets", namespace, unread,
                () -> client.apps().replicaSets().inNamespace(namespace).list().getItems()).stream()
                .filter(set -> !hasController(set))
                .map(set -> new Workload("ReplicaSet", namespace, set.getMetadata().getName(),
                        set.getSpec().getSelector(), set.getSpec().getTemplate()));
        var replicationControllers = list("", "replicationcontrollers", namespace, unread,
                () -> client.replicationControllers().inNamespace(namespace).list().getItems()).stream()
                .map(controller -> new Workload("ReplicationController", namespace, controller.getMetadata().getName(),
                        new LabelSelectorBuilder().withMatchLabels(controller.getSpec().getSelector()).build(),
                        controller.getSpec().getTemplate()));
        return new Surroundings(Stream.concat(replicaSets, replicationControllers).toList(),
                list("policy", "poddisruptionbudgets", namespace, unread,
                        () -> client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems()),
                list("autoscaling", "horizontalpodautoscalers", namespace, unread,
                        () -> client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(namespace).list()
                                .getItems()),
                list("", "limitranges", namespace, unread,
                        () -> client.limitRanges().inNamespace(namespace).list().getItems()),
                list("", "resourcequotas", namespace, unread,
                        () -> client.resourceQuotas().inNamespace(namespace).list().getItems()),
                unread);
    }

    /** What a Deployment owns has its pods by a hash, which a probe pod does not carry. */
    private static boolean hasController(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getOwnerReferences(), List.<OwnerReference>of())
                .stream()
                .anyMatch(owner -> Boolean.TRUE.equals(owner.getController()));
    }

    private <T> List<T> list(String group, String resource, String namespace, List<String> unread,
            Supplier<List<T>> work) {
        return asking.ask(Call.list(group, resource, namespace), () -> {
            try {
                return work.get();
            } catch (KubernetesClientException e) {
                if (Explanation.isStatus(e, 403)) {
                    unread.add(resource + " in " + namespace);
                    return List.of();
                }
                if (Explanation.isStatus(e, 404)) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    private static <T> List<T> all(Collection<Surroundings> each, Function<Surroundings, List<T>> part) {
        return each.stream().map(part).flatMap(List::stream).toList();
    }
}
