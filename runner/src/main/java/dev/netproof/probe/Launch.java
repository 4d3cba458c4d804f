package dev.netproof.probe;

import java.util.Map;

import dev.netproof.evidence.ProbePod;
import dev.netproof.plan.ProbePodPlan;
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
    }

    /**
     * There is no such pod to probe from; others of the run are not affected.
     *
     * @param reason a sentence or two for the user
     */
    record Failed(ProbePodPlan plan, ProbePod evidence, String reason) implements Launch {}
}
