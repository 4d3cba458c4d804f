package dev.netproof.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole lab: manifests in, packets out. */
class LabOnTheWireTests {
    private static final String SHOP = """
                                       apiVersion: v1
                                       kind: Namespace
                                       metadata: {name: shop}
                                       ---
                                       apiVersion: apps/v1
                                       kind: Deployment
                                       metadata: {name: web, namespace: shop}
                                       spec:
                                         replicas: 2
                                         selector: {matchLabels: {app: web}}
                                         template:
                                           metadata: {labels: {app: web}}
                                           spec:
                                             containers:
                                             - name: web
                                               image: web:1
                                               ports: [{name: http, containerPort: 8080}]
                                               readinessProbe: {tcpSocket: {port: http}, periodSeconds: 1}
                                       ---
                                       apiVersion: v1
                                       kind: Service
                                       metadata: {name: web, namespace: shop}
                                       spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
                                       ---
                                       apiVersion: networking.k8s.io/v1
                                       kind: NetworkPolicy
                                       metadata: {name: web, namespace: shop}
                                       spec:
                                         podSelector: {matchLabels: {app: web}}
                                         ingress:
                                         - from: [{podSelector: {matchLabels: {role: friend}}}]
                                           ports: [{port: http}]
                                       ---
                                       apiVersion: v1
                                       kind: List
                                       items:
                                       - apiVersion: v1
                                         kind: Pod
                                         metadata: {name: friend, namespace: shop, labels: {role: friend}}
                                         spec: {containers: [{name: main, image: probe:1}]}
                                       - apiVersion: v1
                                         kind: Pod
                                         metadata: {name: stranger, namespace: shop, labels: {role: stranger}}
                                         spec: {containers: [{name: main, image: probe:1}]}
                                       """;
    private static final int TIMED_OUT = 28;

    @TempDir
    static Path directory;

    private static Lab lab;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws Exception {
        try {
            lab = Lab.start(LabOptions.defaults().withDirectory(directory));
        } catch (IOException impossible) {
            abort(impossible.toString());
        }
        Path manifests = Files.createDirectories(directory.resolve("manifests/shop"));
        Files.writeString(manifests.resolve("shop.yaml"), SHOP);
        lab.apply(List.of(manifests.getParent()));
        lab.awaitReady(Duration.ofSeconds(60));
        client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(lab.kubeconfig().toFile())).build();
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** curl's exit code from a pod. */
    private static int curl(String pod, String url) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch watch = client.pods().inNamespace("shop").withName(pod).writingOutput(out).exec("curl", "-sS",
                "-o", "/dev/null", "-m", "2", url)) {
            return watch.exitCode().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void policiesLetFriendsInAndKeepStrangersOut() throws Exception {
        assertThat(curl("friend", "http://web.shop.svc.cluster.local")).isZero();
        assertThat(curl("stranger", "http://web.shop.svc.cluster.local")).isEqualTo(TIMED_OUT);
    }

    @Test
    void aChangedLabelChangesWhatIsEnforced() throws Exception {
        client.pods().inNamespace("shop").resource(new PodBuilder().withNewMetadata().withName("turncoat")
                .addToLabels("role", "stranger").endMetadata().withNewSpec().addNewContainer().withName("main")
                .withImage("probe:1").endContainer().endSpec().build()).create();
        lab.awaitReady(Duration.ofSeconds(30));
        assertThat(curl("turncoat", "http://web")).isEqualTo(TIMED_OUT);

        client.pods().inNamespace("shop").withName("turncoat").edit(
                pod -> new PodBuilder(pod).editMetadata().addToLabels("role", "friend").endMetadata().build());

        await().untilAsserted(() -> assertThat(curl("turncoat", "http://web")).isZero());
    }

    @Test
    void aDeletedPodIsReplacedAndTheServiceFollows() throws Exception {
        List<Pod> before = client.pods().inNamespace("shop").withLabel("app", "web").list().getItems();

        client.resourceList(before).delete();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<Pod> after = client.pods().inNamespace("shop").withLabel("app", "web").list().getItems();
            assertThat(after).hasSize(2).noneMatch(before::contains)
                    .allMatch(pod -> "Running".equals(pod.getStatus().getPhase()));
        });
        lab.awaitReady(Duration.ofSeconds(20));
        await().untilAsserted(() -> assertThat(curl("friend", "http://web")).isZero());
    }

    @Test
    void kubectlExecRunsInsideThePod() throws Exception {
        Kubectl kubectl = Kubectl.on(directory, lab.kubeconfig());

        Kubectl.Output output = kubectl.call("", "exec", "-n", "shop", "friend", "--", "curl", "-sS", "-m", "2",
                "http://web");

        assertThat(output.exit()).isZero();
        assertThat(output.out()).contains("shop/web-");
    }

    @Test
    void nothingIsLeftOfALabWhoseJvmWasKilled() throws Exception {
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Alone.class.getName()).redirectError(
                        ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = other.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");
            List<ProcessHandle> children = other.descendants().toList();
            assertThat(children).isNotEmpty();

            other.destroyForcibly();

            await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        } finally {
            other.destroyForcibly();
        }
    }

    /** A lab in a JVM of its own. */
    static final class Alone {
        private Alone() {}

        public static void main(String[] arguments) throws Exception {
            Lab lab = Lab.start(LabOptions.defaults());
            lab.awaitReady(Duration.ofSeconds(30));
            System.out.println("ready");
            Objects.requireNonNull(lab);
            Thread.currentThread().join();
        }
    }
}
