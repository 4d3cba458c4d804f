package dev.netproof.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.netproof.lab.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API as the runner uses it, through the same client. */
class Fabric8ClientTests {
    private static TestCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        cluster = new TestCluster();
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Pod pod(String name, Map<String, String> labels) {
        return new PodBuilder().withNewMetadata().withName(name).withLabels(labels).endMetadata().withNewSpec()
                .addNewContainer().withName("main").withImage("any/image:1").addNewPort().withContainerPort(8080)
                .endPort().endContainer().endSpec().build();
    }

    private static Pod running(String name, Map<String, String> labels) {
        client.pods().resource(pod(name, labels)).create();
        return client.pods().withName(name).waitUntilCondition(
                found -> found != null && found.getStatus() != null && "Running".equals(found.getStatus().getPhase()),
                10, TimeUnit.SECONDS);
    }

    private static String namespace(String name) {
        client.namespaces().resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
                .create();
        return name;
    }

    @Test
    void aPodThatWasCreatedIsRunningWithAnAddressAndReady() {
        Pod pod = running("runs", Map.of("app", "runs"));

        assertThat(pod.getStatus().getPodIP()).startsWith("10.244.");
        assertThat(pod.getStatus().getContainerStatuses()).singleElement().satisfies(status -> {
            assertThat(status.getReady()).isTrue();
            assertThat(status.getState().getRunning().getStartedAt()).isNotBlank();
        });
        assertThat(pod.getStatus().getConditions()).allMatch(condition -> condition.getStatus().equals("True"))
                .extracting("type").contains("PodScheduled", "Initialized", "ContainersReady", "Ready");
    }

    @Test
    void thePoliciesOfANewPodAreInForceBeforeItIsRunning() {
        Pod pod = running("policed", Map.of("app", "policed"));

        assertThat(cluster.wire().states()).anySatisfy(state -> assertThat(state.pods()).anySatisfy(known -> {
            assertThat(known.getMetadata().getUid()).isEqualTo(pod.getMetadata().getUid());
            assertThat(known.getStatus().getPhase()).isEqualTo("Pending");
        }));
    }

    @Test
    void listsAreRestrictedByLabelsAndFields() {
        String namespace = namespace("selected");
        for (String name : List.of("a", "b", "c")) {
            client.pods().inNamespace(namespace).resource(pod(name, Map.of("name", name, "in", "all"))).create();
        }

        assertThat(client.pods().inNamespace(namespace).withLabelIn("name", "a", "b").list().getItems()).hasSize(2);
        assertThat(client.pods().inNamespace(namespace).withLabelNotIn("name", "a", "b").list().getItems()).hasSize(1);
        assertThat(client.pods().inNamespace(namespace).withLabel("in").withoutLabel("name", "c").list().getItems())
                .hasSize(2);
        assertThat(client.pods().inNamespace(namespace).withoutLabel("in").list().getItems()).isEmpty();
        assertThat(client.pods().inNamespace(namespace).withField("metadata.name", "b").list().getItems())
                .singleElement().satisfies(one -> assertThat(one.getMetadata().getName()).isEqualTo("b"));
        await().untilAsserted(() -> assertThat(client.pods().inAnyNamespace().withField("spec.nodeName", "node-1")
                .withField("metadata.namespace", namespace).list().getItems()).hasSize(3));
    }

    @Test
    void aWatchFromAListSeesEveryLaterChangeOnce() {
        String namespace = namespace("watched");
        String from = client.configMaps().inNamespace(namespace).list().getMetadata().getResourceVersion();
        var maps = client.configMaps().inNamespace(namespace);
        maps.resource(map("one", "1")).create();
        List<String> seen = new CopyOnWriteArrayList<>();

        try (Watch watch = maps.withResourceVersion(from).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap object) {
                seen.add(action + " " + object.getMetadata().getName() + " " + object.getData().get("value"));
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add("closed");
            }
        })) {
            maps.resource(map("one", "2")).update();
            maps.withName("one").delete();
            await().atMost(Duration.ofSeconds(5)).untilAsserted(
                    () -> assertThat(seen).containsExactly("ADDED one 1", "MODIFIED one 2", "DELETED one 2"));
            assertThat(watch).isNotNull();
        }
    }

    private static ConfigMap map(String name, String value) {
        return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().addToData("value", value).build();
    }

    @Test
    void anUpdateOfAnOldVersionIsAConflict() {
        ConfigMap first = client.configMaps().resource(map("conflicting", "1")).create();
        client.configMaps().resource(map("conflicting", "2")).update();

        assertThatThrownBy(() -> client.configMaps()
                .resource(new ConfigMapBuilder(first).addToData("value", "3").build()).lockResourceVersion(first
                        .getMetadata().getResourceVersion())
                .update()).isInstanceOfSatisfying(KubernetesClientException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(409);
                    assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
                    assertThat(refused).hasMessageContaining("the object has been modified");
                });
    }

    @Test
    void whatIsNotThereIsNotFoundAndWhatIsThereExists() {
        assertThat(client.pods().withName("nobody").get()).isNull();
        client.configMaps().resource(map("twice", "1")).create();
        assertThatThrownBy(() -> client.configMaps().resource(map("twice", "1")).create())
                .hasMessageContaining("configmaps \"twice\" already exists");
        assertThatThrownBy(() -> client.configMaps().inNamespace("nowhere").resource(map("lost", "1")).create())
                .hasMessageContaining("namespaces \"nowhere\" not found");
    }

    @Test
    void generatesNames() {
        Pod made = client.pods().resource(new PodBuilder(pod("x", Map.of())).editMetadata().withName(null)
                .withGenerateName("probe-").endMetadata().build()).create();

        assertThat(made.getMetadata().getName()).matches("probe-[a-z0-9]{5}");
        assertThat(made.getMetadata().getUid()).isNotBlank();
    }

    @Test
    void execGivesOutputErrorsAndExitCode() throws Exception {
        running("executes", Map.of());

        Ran ran = exec("executes", "", "sh", "-c", "echo out; echo err >&2; exit 3");

        assertThat(ran).isEqualTo(new Ran("out\n", "err\n", 3));
    }

    @Test
    void execTakesAThirdOfAMegabyteOfInput() throws Exception {
        running("reads", Map.of());
        String input = "0123456789".repeat(30_000);

        Ran ran = exec("reads", input, "sh", "-c", "head -c 300000 | wc -c");

        assertThat(ran.out().trim()).isEqualTo("300000");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void execGivesLargeOutputWhole() throws Exception {
        running("writes", Map.of());

        Ran ran = exec("writes", "", "sh", "-c", "yes 0123456789 | head -n 200000");

        assertThat(ran.out()).hasSize(2_200_000).endsWith("0123456789\n");
    }

    @Test
    void closingAnExecEndsItsProcess() throws Exception {
        running("sleeps", Map.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long pid;
        try (ExecWatch watch = podNamed("sleeps").writingOutput(out).exec("sh", "-c", "echo $$; exec sleep 600")) {
            await().until(() -> out.toString(StandardCharsets.UTF_8).endsWith("\n"));
            pid = Long.parseLong(out.toString(StandardCharsets.UTF_8).trim());
            assertThat(ProcessHandle.of(pid)).isPresent();
            assertThat(watch.exitCode()).isNotDone();
        }
        await().untilAsserted(() -> assertThat(ProcessHandle.of(pid)).isEmpty());
    }

    private record Ran(String out, String err, int exit) {}

    private static PodResource podNamed(String name) {
        return client.pods().withName(name);
    }

    private static Ran exec(String pod, String input, String... command) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ExecWatch watch = podNamed(pod).redirectingInput().writingOutput(out).writingError(err).exec(command)) {
            watch.getInput().write(input.getBytes(StandardCharsets.UTF_8));
            watch.getInput().flush();
            int exit = watch.exitCode().get(20, TimeUnit.SECONDS);
            return new Ran(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), exit);
        }
    }

    @Test
    void execInAPodThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> exec("nobody", "", "true")).hasMessageContaining("pods \"nobody\" not found");
    }

    @Test
    void anEphemeralContainerRunsAtOnce() {
        running("debugged", Map.of());

        podNamed("debugged").ephemeralContainers().edit(pod -> new PodBuilder(pod).editSpec()
                .addToEphemeralContainers(new EphemeralContainerBuilder().withName("probe").withImage("any:1").build())
                .endSpec().build());

        await().untilAsserted(() -> assertThat(podNamed("debugged").get().getStatus().getEphemeralContainerStatuses())
                .singleElement().satisfies(status -> assertThat(status.getState().getRunning()).isNotNull()));
    }

    @Test
    void aDeletedPodIsGoneFromTheWireToo() {
        Pod pod = running("leaves", Map.of());

        podNamed("leaves").delete();

        await().untilAsserted(() -> assertThat(podNamed("leaves").get()).isNull());
        await().untilAsserted(() -> assertThat(cluster.wire().running()).doesNotContain(pod.getMetadata().getUid()));
    }

    @Test
    void whatAnObjectOwnsGoesWithIt() {
        ConfigMap owner = client.configMaps().resource(map("owner", "1")).create();
        List<Pod> pods = new ArrayList<>();
        for (String name : List.of("owned-1", "owned-2")) {
            pods.add(client.pods().resource(new PodBuilder(pod(name, Map.of())).editMetadata().addNewOwnerReference()
                    .withApiVersion("v1").withKind("ConfigMap").withName("owner").withUid(owner.getMetadata().getUid())
                    .endOwnerReference().endMetadata().build()).create());
        }

        client.configMaps().withName("owner").delete();

        await().untilAsserted(() -> assertThat(pods)
                .allSatisfy(pod -> assertThat(podNamed(pod.getMetadata().getName()).get()).isNull()));
    }

    @Test
    void aNamespaceGoesWithAllThatIsInIt() {
        String namespace = namespace("doomed");
        client.pods().inNamespace(namespace).resource(pod("inside", Map.of())).create();

        client.namespaces().withName(namespace).delete();

        await().untilAsserted(() -> assertThat(client.namespaces().withName(namespace).get()).isNull());
        assertThat(client.pods().inNamespace(namespace).list().getItems()).isEmpty();
    }

    @Test
    void withoutTheTokenNothingIsAnswered() {
        try (KubernetesClient stranger = new KubernetesClientBuilder()
                .withConfig(cluster.config().withOauthToken("guess").build()).build()) {
            assertThatThrownBy(() -> stranger.pods().list()).isInstanceOfSatisfying(KubernetesClientException.class,
                    refused -> assertThat(refused.getCode()).isEqualTo(401));
        }
    }

    @Test
    void theClientMayDoEverythingAndKnowsTheVersion() {
        String review = client.raw("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "POST",
                Map.of("apiVersion", "authorization.k8s.io/v1", "kind", "SelfSubjectAccessReview", "spec",
                        Map.of("resourceAttributes", Map.of("verb", "create", "resource", "pods"))));

        assertThat(review).contains("\"allowed\":true");
        assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo(ServerVersion.GIT);
    }
}
