package dev.netproof.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.netproof.policy.Selector;
import dev.netproof.snapshot.ProbePodLabel;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/** Live pods whose labels are not those of their workload's template: a probe pod takes on the template's. */
final class TemplateDrift {

    private static final int NAMED = 3;

    private final PodLookup pods;

    TemplateDrift(Snapshot snapshot) {
        this.pods = new PodLookup(snapshot);
    }

    /** A sentence about the pods that a probe from this workload does not speak for; empty when it speaks for all. */
    Optional<String> of(Workload workload) {
        Map<String, String> template = labels(workload.template().getMetadata() == null
                ? null
                : workload.template().getMetadata().getLabels());
        List<String> others = pods.in(workload.namespace()).stream()
                .filter(pod -> !ProbePodLabel.isOn(pod)
                        && Selector.matches(workload.selector(), pod.getMetadata().getLabels())
                        && !labels(pod.getMetadata().getLabels()).equals(template))
                .map(TemplateDrift::name)
                .sorted()
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        String rest = others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : "";
        return Optional.of(workload.kind() + " " + workload.namespace() + "/" + workload.name() + ": "
                + others.stream().limit(NAMED).collect(Collectors.joining(", ")) + rest + (others.size() == 1
                        ? " has"
                        : " have")
                + " other labels than its template, so policies may treat " + (others.size() == 1 ? "it" : "them")
                + " otherwise than the probe pod");
    }

    private static String name(Pod pod) {
        return "pod " + pod.getMetadata().getName();
    }

    /** Without what controllers add. */
    private static Map<String, String> labels(@Nullable Map<String, String> labels) {
        return IdentityLabels.of(Objects.requireNonNullElse(labels, Map.of()));
    }
}
