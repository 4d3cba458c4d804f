package dev.netproof.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.netproof.policy.Selector;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/**
 * Whether a probe pod may be launched where it would be launched, and how it must look so that nothing there comes to harm. A
 * pod with the labels of a workload is met by all that selects those labels: what was seen to happen then stands in
 * {@code docs/adr/0002-probe-pods-that-stay-invisible.md}.
 */
final class PodAdmission {

    private static final String WAY_OUT = "Probe from a pod that exists (pods:), or give the peer only those labels that policies select by.";

    private final Snapshot snapshot;
    private final Surroundings surroundings;
    private final LimitRanges bounds;
    private final QuotaBudget headroom;
    private final SchedulingConstraints crowding;
    private final Map<String, Lookup<ProbePodPlan>> known = new HashMap<>();
    private final Map<String, List<String>> remarks = new HashMap<>();

    PodAdmission(Snapshot snapshot, Surroundings surroundings) {
        this.snapshot = snapshot;
        this.surroundings = surroundings;
        this.bounds = new LimitRanges(surroundings);
        this.headroom = new QuotaBudget(surroundings);
        this.crowding = new SchedulingConstraints(snapshot);
    }

    /** The pod as it is to be launched, or why it is not. Asked again about the same pod, it says the same. */
    Lookup<ProbePodPlan> admit(ProbePodPlan pod) {
        Lookup<ProbePodPlan> answer = known.get(pod.key());
        if (answer == null) {
            answer = decide(pod);
            known.put(pod.key(), answer);
        }
        return answer;
    }

    /** What a person should know before these pods are launched. */
    List<String> remarks(Collection<ProbePodPlan> pods) {
        Stream<String> about = pods.stream().flatMap(pod -> remarks.getOrDefault(pod.key(), List.of()).stream());
        return Stream.concat(about, unread().stream()).toList();
    }

    private Optional<String> unread() {
        return surroundings.unread().isEmpty()
                ? Optional.empty()
                : Optional.of("What probe pods do to these is not known, for want of the right to list them: "
                        + String.join(", ", surroundings.unread()));
    }

    private Lookup<ProbePodPlan> decide(ProbePodPlan pod) {
        for (Service service : snapshot.services()) {
            if (isIn(service, pod) && routesRegardless(service, pod.labels())) {
                return refused(pod,
                        "Service " + name(service) + " publishes addresses that are not ready, so it would send "
                                + "traffic to it",
                        WAY_OUT);
            }
        }
        Optional<String> rule = crowding.rule(pod.namespace(), pod.labels());
        if (rule.isPresent()) {
            return refused(pod, rule.get() + " would count it, so it or a real pod might not be scheduled", WAY_OUT);
        }
        PodResources resources = bounds.fit(pod.namespace(), PodResources.SMALL);
        Optional<String> full = headroom.take(pod.namespace(), resources);
        if (full.isPresent()) {
            return new Lookup.Absent<>(full.get(),
                    "Raise the quota, or probe from fewer identities in this namespace.");
        }
        Optional<Workload> adopter = adopter(pod);
        remarks.put(pod.key(), remarks(pod, adopter));
        return new Lookup.Found<>(pod.fitting(resources, adopter.isPresent()));
    }

    private static Lookup<ProbePodPlan> refused(ProbePodPlan pod, String reason, String advice) {
        return new Lookup.Absent<>("no probe pod is launched with the labels " + new TreeMap<>(pod.labels())
                + " in " + pod.namespace() + ": " + reason, advice);
    }

    private static boolean routesRegardless(Service service, Map<String, String> labels) {
        Map<String, String> selector = service.getSpec() == null ? null : service.getSpec().getSelector();
        return selector != null && !selector.isEmpty()
                && Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses())
                && labels.entrySet().containsAll(selector.entrySet());
    }

    /** Adopts a pod that its selector matches and no other controller has, and deletes it as one too many. */
    private Optional<Workload> adopter(ProbePodPlan pod) {
        return Stream.concat(snapshot.workloads().stream().filter(workload -> workload.kind().equals("DaemonSet")),
                surroundings.adopters().stream())
                .filter(workload -> workload.namespace().equals(pod.namespace())
                        && workload.selector() != null
                        && Selector.matches(workload.selector(), pod.labels()))
                .findFirst();
    }

    private List<String> remarks(ProbePodPlan pod, Optional<Workload> adopter) {
        List<String> all = new ArrayList<>();
        adopter.ifPresent(workload -> all.add(
                "Probe pod " + pod.key() + ": " + workload.kind() + " " + workload.namespace() + "/" + workload.name()
                        + " would adopt it, so its owner is a controller" + budgets(pod)));
        for (HorizontalPodAutoscaler autoscaler : surroundings.autoscalers()) {
            if (isIn(autoscaler, pod) && readsContainers(autoscaler) && scales(autoscaler, pod)) {
                all.add("Probe pod " + pod.key() + ": HorizontalPodAutoscaler " + name(autoscaler)
                        + " reads a container that it lacks, and holds its "
                        + "scale while the probe pod lives");
            }
        }
        return all;
    }

    /** What a budget can't make sense of it takes for a reason to allow no eviction. */
    private String budgets(ProbePodPlan pod) {
        List<String> held = surroundings.budgets().stream()
                .filter(budget -> isIn(budget, pod) && covers(budget, pod.labels()))
                .map(PodAdmission::name)
                .toList();
        return held.isEmpty() ? "" : "; PodDisruptionBudget " + String.join(", ", held)
                + " may allow no eviction while the probe pod lives";
    }

    private static boolean covers(PodDisruptionBudget budget, Map<String, String> labels) {
        LabelSelector selector = budget.getSpec() == null ? null : budget.getSpec().getSelector();
        return selector != null && Selector.matches(selector, labels);
    }

    private static boolean readsContainers(HorizontalPodAutoscaler autoscaler) {
        return Objects.requireNonNullElse(autoscaler.getSpec().getMetrics(), List.<MetricSpec>of())
                .stream()
                .anyMatch(metric -> "ContainerResource".equals(metric.getType()));
    }

    private boolean scales(HorizontalPodAutoscaler autoscaler, ProbePodPlan pod) {
        var target = autoscaler.getSpec().getScaleTargetRef();
        return Stream.concat(snapshot.workloads().stream(), surroundings.adopters().stream())
                .anyMatch(workload -> workload.namespace().equals(pod.namespace())
                        && workload.kind().equals(target.getKind()) && workload.name().equals(target.getName())
                        && Selector.matches(Objects.requireNonNullElse(workload.selector(),
                                new LabelSelectorBuilder().build()), pod.labels()));
    }

    private static boolean isIn(HasMetadata object, ProbePodPlan pod) {
        return pod.namespace().equals(object.getMetadata().getNamespace());
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
}
