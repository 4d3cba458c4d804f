package dev.netproof.probe;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.netproof.evidence.ProbePod;
import dev.netproof.plan.ProbePodPlan;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;

/** What became of one planned probe pod. */
public sealed interface Launch {

    ProbePodPlan plan();

    /** The pod as evidence names it. */
    ProbePod evidence();

    /**
     * There is a pod to probe from.
     *
     * @param pod as it was when its container ran and it had an address
     * @param container in which to probe
     */
    record Running(ProbePodPlan plan, Pod pod, String container) implements Launch {
        @Override
        public ProbePod evidence() {
            Map<String, String> labels = pod.getMetadata().getLabels();
            return new ProbePod(pod.getMetadata().getNamespace(), pod.getMetadata().getName(),
                    pod.getMetadata().getUid(), pod.getStatus().getPodIP(), pod.getSpec().getNodeName(),
                    labels == null ? Map.of() : labels);
        }

        /** The image its container runs, with the digest by which the node knows it; empty when the node does not say. */
        Optional<String> imageId() {
            return Stream.of(pod.getStatus().getContainerStatuses(), pod.getStatus().getEphemeralContainerStatuses())
                    .flatMap(statuses -> Objects.requireNonNullElse(statuses, List.<ContainerStatus>of()).stream())
                    .filter(status -> status.getName().equals(container))
                    .map(ContainerStatus::getImageID)
                    .filter(id -> id != null && !id.isEmpty())
                    .findFirst();
        }
    }

    /**
     * There is no such pod to probe from; others of the run are not affected.
     *
     * @param reason a sentence or two for the user
     */
    record Failed(ProbePodPlan plan, ProbePod evidence, String reason) implements Launch {}
}
