package dev.netproof.snapshot;

import java.util.List;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/**
 * What else, in the namespaces that edges start from, would meet a pod launched there, at one moment before anything was.
 *
 * @param adopters ReplicaSets that no Deployment owns, and ReplicationControllers
 * @param unread what could not be read, each as {@code limitranges in shop}; empty when all was
 */
public record Surroundings(List<Workload> adopters, List<PodDisruptionBudget> budgets,
        List<HorizontalPodAutoscaler> autoscalers, List<LimitRange> limitRanges, List<ResourceQuota> quotas,
        List<String> unread) {

    /** Nothing is there. */
    public static final Surroundings NONE = new Surroundings(List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of());

    public Surroundings {
        adopters = List.copyOf(adopters);
        budgets = List.copyOf(budgets);
        autoscalers = List.copyOf(autoscalers);
        limitRanges = List.copyOf(limitRanges);
        quotas = List.copyOf(quotas);
        unread = List.copyOf(unread);
    }
}
