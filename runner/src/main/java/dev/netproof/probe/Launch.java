package dev.netproof.probe;

import java.util.Optional;

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
     */
    record Running(ProbePodPlan plan, Pod pod) implements Launch {
        @Override
        public ProbePod evidence() {
            return new ProbePod(pod.getMetadata().getNamespace(), pod.getMetadata().getName(),
                    pod.getMetadata().getUid(), pod.getStatus().getPodIP(), pod.getSpec().getNodeName(),
                    pod.getMetadata().getLabels());
        }

        /** The image its container runs, with the digest by which the node knows it; empty when the node does not say. */
        Optional<String> imageId() {
            return pod.getStatus().getContainerStatuses().stream()
                    .filter(container -> ProbePodSpec.CONTAINER.equals(container.getName()))
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
