package dev.netproof.probe;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import org.jspecify.annotations.Nullable;

/** How far a probe pod has come. */
sealed interface PodStart {

    /**
     * Not there yet.
     *
     * @param what the pod waits for
     */
    record Waiting(String what) implements PodStart {}

    /** Its container runs and it has an address. Readiness is not asked for: a probe pod never gets ready. */
    record Running() implements PodStart {}

    /** Waiting longer would not help. */
    record Failed(String reason) implements PodStart {}

    /**
     * States of a waiting container that last until somebody fixes something. {@code ErrImagePull} is not among them:
     * the kubelet tries again, and says {@code ImagePullBackOff} when that fails too.
     */
    Set<String> HOPELESS = Set.of("ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull",
            "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "CrashLoopBackOff");

    /** Of a pod that was launched to probe from. */
    static PodStart of(Pod pod) {
        return of(pod, ProbePodSpec.CONTAINER);
    }

    /**
     * Of any pod to probe from.
     *
     * @param container the one that probes, ephemeral or not
     */
    static PodStart of(Pod pod, String container) {
        PodStatus status = pod.getStatus();
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return new Failed("somebody deletes the pod");
        }
        if (status == null) {
            return new Waiting("the scheduler");
        }
        if ("Failed".equals(status.getPhase()) || "Succeeded".equals(status.getPhase())) {
            return new Failed("the pod ended at once: " + ending(status, container));
        }
        ContainerState state = state(status, container);
        if (state != null && state.getRunning() != null) {
            return status.getPodIP() == null || status.getPodIP().isEmpty()
                    ? new Waiting("its address") : new Running();
        }
        if (state != null && state.getTerminated() != null) {
            String what = container.equals(ProbePodSpec.CONTAINER) ? "the pod" : "the container";
            return new Failed(what + " ended at once: " + ending(status, container));
        }
        if (state != null && state.getWaiting() != null && state.getWaiting().getReason() != null) {
            return waiting(state.getWaiting());
        }
        return new Waiting(unscheduled(status));
    }

    private static PodStart waiting(ContainerStateWaiting waiting) {
        String reason = waiting.getReason() + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage());
        return HOPELESS.contains(waiting.getReason()) ? new Failed(reason) : new Waiting(reason);
    }

    private static String unscheduled(PodStatus status) {
        return orEmpty(status.getConditions()).stream()
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus()))
                .map(PodStart::reason)
                .findFirst()
                .orElse("the node");
    }

    private static String reason(PodCondition condition) {
        return Stream.of(condition.getReason(), condition.getMessage()).filter(part -> part != null)
                .reduce((reason, message) -> reason + ": " + message).orElse("the scheduler");
    }

    private static String ending(PodStatus status, String container) {
        ContainerState state = state(status, container);
        if (state != null && state.getTerminated() != null) {
            ContainerStateTerminated end = state.getTerminated();
            return "exit code " + end.getExitCode()
                    + (end.getReason() == null ? "" : ", " + end.getReason())
                    + (end.getMessage() == null ? "" : ": " + end.getMessage());
        }
        return Stream.of(status.getReason(), status.getMessage()).filter(part -> part != null)
                .reduce((reason, message) -> reason + ": " + message).orElse("no reason given");
    }

    private static @Nullable ContainerState state(PodStatus status, String name) {
        return Stream.concat(orEmpty(status.getContainerStatuses()).stream(),
                orEmpty(status.getEphemeralContainerStatuses()).stream())
                .filter(container -> name.equals(container.getName()))
                .map(ContainerStatus::getState)
                .filter(state -> state != null)
                .findFirst()
                .orElse(null);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
