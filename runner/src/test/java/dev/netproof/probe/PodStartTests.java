package dev.netproof.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodStartTests {

    @Test
    void runsWhenItsContainerRunsAndItHasAnAddressReadyOrNot() {
        assertThat(PodStart.of(pod(running(), "10.0.0.7"))).isInstanceOf(PodStart.Running.class);
    }

    @Test
    void waitsForItsAddress() {
        assertThat(PodStart.of(pod(running(), null))).isEqualTo(new PodStart.Waiting("its address"));
    }

    @Test
    void waitsWithoutAStatus() {
        assertThat(PodStart.of(new PodBuilder().withNewMetadata().endMetadata().build()))
                .isInstanceOf(PodStart.Waiting.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError",
            "CreateContainerError", "RunContainerError"})
    void failsWhereWaitingWouldNotHelp(String reason) {
        assertThat(PodStart.of(pod(waiting(reason), null))).isEqualTo(new PodStart.Failed(reason + ": no such image"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ContainerCreating", "PodInitializing", "ErrImagePull"})
    void waitsWhereItMayStillCome(String reason) {
        assertThat(PodStart.of(pod(waiting(reason), null))).isInstanceOf(PodStart.Waiting.class);
    }

    @Test
    void saysWhyNoNodeTakesIt() {
        Pod pod = new PodBuilder().withNewMetadata().endMetadata().withNewStatus().withPhase("Pending")
                .addNewCondition().withType("PodScheduled").withStatus("False").withReason("Unschedulable")
                .withMessage("0/3 nodes are available: 3 Insufficient memory.").endCondition()
                .endStatus().build();

        assertThat(PodStart.of(pod)).isEqualTo(
                new PodStart.Waiting("Unschedulable: 0/3 nodes are available: 3 Insufficient memory."));
    }

    @Test
    void failsWhenTheImageHasNoShell() {
        ContainerState ended = new ContainerStateBuilder().withNewTerminated().withExitCode(128)
                .withReason("StartError").withMessage("exec: \"sh\": executable file not found in $PATH")
                .endTerminated().build();

        assertThat(PodStart.of(pod(ended, "10.0.0.7"))).isEqualTo(new PodStart.Failed("the pod ended at once: "
                + "exit code 128, StartError: exec: \"sh\": executable file not found in $PATH"));
    }

    @ParameterizedTest
    @CsvSource({"Evicted, The node was low on memory", "NodeAffinity, Predicate failed"})
    void failsWhenTheNodeThrewItOut(String reason, String message) {
        Pod pod = new PodBuilder().withNewMetadata().endMetadata().withNewStatus().withPhase("Failed")
                .withReason(reason).withMessage(message).endStatus().build();

        assertThat(PodStart.of(pod))
                .isEqualTo(new PodStart.Failed("the pod ended at once: " + reason + ": " + message));
    }

    @Test
    void failsWhenSomebodyDeletesIt() {
        Pod pod = pod(running(), "10.0.0.7");
        pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        assertThat(PodStart.of(pod)).isEqualTo(new PodStart.Failed("somebody deletes the pod"));
    }

    private static ContainerState running() {
        return new ContainerStateBuilder().withNewRunning().endRunning().build();
    }

    private static ContainerState waiting(String reason) {
        return new ContainerStateBuilder().withNewWaiting().withReason(reason).withMessage("no such image")
                .endWaiting().build();
    }

    private static Pod pod(ContainerState state, @Nullable String address) {
        return new PodBuilder().withNewMetadata().withName("netproof-a").endMetadata()
                .withNewStatus().withPhase("Pending").withPodIP(address)
                .addNewContainerStatus().withName("probe").withState(state).endContainerStatus()
                .endStatus().build();
    }
}
