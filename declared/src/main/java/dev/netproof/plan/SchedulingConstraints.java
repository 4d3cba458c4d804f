package dev.netproof.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.policy.Selector;
import dev.netproof.snapshot.ProbePodLabel;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;

/**
 * Rules of the scheduler that would count a probe pod among the pods of a workload: the probe would stay Pending, or a real pod
 * would. Only rules that must be kept are looked at.
 */
final class SchedulingConstraints {

    private final Map<String, Map<String, String>> namespaceLabels;
    private final List<Ruled> ruled;

    /** @param owner for messages: {@code deployment payments/payments-api} */
    private record Ruled(String owner, String namespace, PodSpec spec) {}

    SchedulingConstraints(Snapshot snapshot) {
        namespaceLabels = snapshot.namespaces().stream().map(Namespace::getMetadata).collect(Collectors.toMap(
                metadata -> metadata.getName(),
                metadata -> Objects.requireNonNullElse(metadata.getLabels(), Map.of())));
        // A workload of no pods has its rules still, and a pod may be older than its template.
        ruled = Stream.concat(snapshot.workloads().stream().map(SchedulingConstraints::ruled),
                snapshot.pods().stream().filter(SchedulingConstraints::counts).map(SchedulingConstraints::ruled))
                .toList();
    }

    private static Ruled ruled(Workload workload) {
        return new Ruled(workload.kind() + " " + workload.namespace() + "/" + workload.name(), workload.namespace(),
                workload.template().getSpec());
    }

    private static Ruled ruled(Pod pod) {
        return new Ruled("pod " + pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName(),
                pod.getMetadata().getNamespace(), pod.getSpec());
    }

    private static boolean counts(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return !"Succeeded".equals(phase) && !"Failed".equals(phase) && !ProbePodLabel.isOn(pod);
    }

    /** The rule that counts a pod of this namespace with these labels, with its owner. */
    Optional<String> rule(String namespace, Map<String, String> labels) {
        for (Ruled one : ruled) {
            if (repels(one, namespace, labels)) {
                return Optional.of("the required anti-affinity of " + one.owner());
            }
            if (one.namespace().equals(namespace) && spreads(one.spec(), labels)) {
                return Optional.of("a topology spread of " + one.owner() + " (DoNotSchedule)");
            }
        }
        return Optional.empty();
    }

    private boolean repels(Ruled one, String namespace, Map<String, String> labels) {
        if (one.spec().getAffinity() == null || one.spec().getAffinity().getPodAntiAffinity() == null) {
            return false;
        }
        List<PodAffinityTerm> terms = one.spec()
                .getAffinity()
                .getPodAntiAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution();
        return Objects.requireNonNullElse(terms, List.<PodAffinityTerm>of())
                .stream()
                .anyMatch(term -> isIn(term, one.namespace(), namespace)
                        && hasAll(term.getMatchLabelKeys(), labels)
                        && term.getLabelSelector() != null
                        && Selector.matches(term.getLabelSelector(), labels));
    }

    /** Neither names nor a selector of namespaces: the term's own. */
    private boolean isIn(PodAffinityTerm term, String own, String namespace) {
        Set<String> named = Set.copyOf(Objects.requireNonNullElse(term.getNamespaces(), List.of()));
        if (named.isEmpty() && term.getNamespaceSelector() == null) {
            return own.equals(namespace);
        }
        return named.contains(namespace) || (term.getNamespaceSelector() != null
                && Selector.matches(term.getNamespaceSelector(), namespaceLabels.get(namespace)));
    }

    private static boolean spreads(PodSpec spec, Map<String, String> labels) {
        return Objects.requireNonNullElse(spec.getTopologySpreadConstraints(), List.<TopologySpreadConstraint>of())
                .stream()
                .anyMatch(constraint -> "DoNotSchedule".equals(constraint.getWhenUnsatisfiable())
                        && hasAll(constraint.getMatchLabelKeys(), labels)
                        && constraint.getLabelSelector() != null
                        && Selector.matches(constraint.getLabelSelector(), labels));
    }

    /** Such keys want the value of the pod at hand, so a pod without one of them is not counted: a hash, for instance. */
    private static boolean hasAll(List<String> keys, Map<String, String> labels) {
        return labels.keySet().containsAll(Objects.requireNonNullElse(keys, List.of()));
    }
}
