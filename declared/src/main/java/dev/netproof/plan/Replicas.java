package dev.netproof.plan;

import java.util.List;
import java.util.Optional;

import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.policy.Selector;
import dev.netproof.snapshot.ProbePodLabel;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;

/** Workloads, and the pods that run now: of a workload, or with some labels. Probe pods are none of them. */
final class Replicas {

    private final Snapshot snapshot;
    private final PodLookup pods;

    Replicas(Snapshot snapshot, PodLookup pods) {
        this.snapshot = snapshot;
        this.pods = pods;
    }

    Optional<Workload> workload(String namespace, WorkloadKind kind, String name) {
        return snapshot.workloads()
                .stream()
                .filter(w -> w.kind().equalsIgnoreCase(kind.name()) && w.namespace().equals(namespace)
                        && w.name().equals(name))
                .findFirst();
    }

    /** Empty when the cluster has no such workload; a list without elements when none of its pods runs. */
    Optional<List<Pod>> running(String namespace, PodSelection selection) {
        return selector(namespace, selection).map(selector -> pods.in(namespace)
                .stream()
                .filter(Replicas::runs)
                .filter(pod -> Selector.matches(selector, pod.getMetadata().getLabels()))
                .toList());
    }

    private Optional<LabelSelector> selector(String namespace, PodSelection selection) {
        return switch (selection) {
            case PodSelection.OfWorkload(WorkloadKind kind, String name) ->
                workload(namespace, kind, name).map(Workload::selector);
            case PodSelection.Labelled labelled ->
                Optional.of(new LabelSelectorBuilder().withMatchLabels(labelled.labels()).build());
        };
    }

    private static boolean runs(Pod pod) {
        return !ProbePodLabel.isOn(pod)
                && pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase())
                && pod.getMetadata().getDeletionTimestamp() == null;
    }

    static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions() != null && pod.getStatus()
                .getConditions()
                .stream()
                .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }
}
