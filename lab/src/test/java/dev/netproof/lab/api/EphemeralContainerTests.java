package dev.netproof.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.util.List;

import dev.netproof.lab.TestCluster;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** pods/ephemeralcontainers, as clients patch it. */
class EphemeralContainerTests {

    private final TestCluster cluster = new TestCluster();

    @BeforeEach
    void start() {
        cluster.client().pods().resource(new PodBuilder().withNewMetadata().withName("web").endMetadata().withNewSpec()
                .addNewContainer().withName("main").withImage("any:1").endContainer().endSpec().build()).create();
        await().until(() -> pod().getStatus() != null && "Running".equals(pod().getStatus().getPhase()));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private PodResource web() {
        return cluster.client().pods().inNamespace("default").withName("web");
    }

    private Pod pod() {
        return web().get();
    }

    private void merge(String container) {
        web().ephemeralContainers().patch(PatchContext.of(PatchType.STRATEGIC_MERGE),
                "{\"spec\": {\"ephemeralContainers\": [" + container + "]}}");
    }

    @Test
    void aPatchAddsToThoseThatAreThereAndEachRuns() {
        merge("{\"name\": \"one\", \"image\": \"any:1\"}");
        merge("{\"name\": \"two\", \"image\": \"any:1\"}");

        assertThat(pod().getSpec().getEphemeralContainers()).extracting(EphemeralContainer::getName)
                .containsExactlyInAnyOrder("one", "two");
        await().untilAsserted(() -> assertThat(pod().getStatus().getEphemeralContainerStatuses())
                .extracting(ContainerStatus::getName, status -> status.getState().getRunning() != null)
                .containsExactlyInAnyOrder(tuple("one", true),
                        tuple("two", true)));
    }

    @Test
    void noneCanBeChangedOrRemoved() {
        merge("{\"name\": \"one\", \"image\": \"any:1\"}");

        assertThatThrownBy(() -> merge("{\"name\": \"one\", \"image\": \"other:1\"}"))
                .isInstanceOf(KubernetesClientException.class).hasMessageContaining("may not be changed");
        assertThatThrownBy(() -> web().ephemeralContainers().edit(
                pod -> new PodBuilder(pod).editSpec().withEphemeralContainers(List.of()).endSpec().build()))
                .isInstanceOf(KubernetesClientException.class).hasMessageContaining("may not be removed");
    }

    @Test
    void noneTakesResources() {
        assertThatThrownBy(
                () -> merge("{\"name\": \"one\", \"image\": \"any:1\", \"resources\": {\"limits\": {\"cpu\": \"1\"}}}"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("cannot be set for an Ephemeral Container");
    }

    @Test
    void anotherPodOfTheSameNameIsLeftAlone() {
        assertThatThrownBy(() -> web().ephemeralContainers().patch(PatchContext.of(PatchType.STRATEGIC_MERGE),
                "{\"metadata\": {\"uid\": \"another\"}, \"spec\": {\"ephemeralContainers\": "
                        + "[{\"name\": \"one\", \"image\": \"any:1\"}]}}"))
                .isInstanceOf(KubernetesClientException.class).hasMessageContaining("UID in precondition");
        assertThat(pod().getSpec().getEphemeralContainers()).isEmpty();
    }
}
