package dev.netproof.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.snapshot.Workload;
import dev.netproof.testkit.TestLab;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FabricClusterTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String NEIGHBOURS = """
                                             apiVersion: v1
                                             kind: Namespace
                                             metadata: {name: crowded}
                                             ---
                                             apiVersion: apps/v1
                                             kind: ReplicaSet
                                             metadata: {name: bare, namespace: crowded}
                                             spec:
                                               replicas: 0
                                               selector: {matchLabels: {app: bare}}
                                               template:
                                                 metadata: {labels: {app: bare}}
                                                 spec: {containers: [{name: app, image: app}]}
                                             ---
                                             apiVersion: v1
                                             kind: ReplicationController
                                             metadata: {name: old, namespace: crowded}
                                             spec:
                                               replicas: 0
                                               selector: {app: old}
                                               template:
                                                 metadata: {labels: {app: old}}
                                                 spec: {containers: [{name: app, image: app}]}
                                             ---
                                             apiVersion: policy/v1
                                             kind: PodDisruptionBudget
                                             metadata: {name: steady, namespace: crowded}
                                             spec: {maxUnavailable: 1, selector: {matchLabels: {app: bare}}}
                                             ---
                                             apiVersion: autoscaling/v2
                                             kind: HorizontalPodAutoscaler
                                             metadata: {name: scale, namespace: crowded}
                                             spec:
                                               scaleTargetRef: {apiVersion: apps/v1, kind: ReplicaSet, name: bare}
                                               maxReplicas: 2
                                               metrics:
                                                 - type: ContainerResource
                                                   containerResource:
                                                     name: cpu
                                                     container: app
                                                     target: {type: Utilization, averageUtilization: 80}
                                             ---
                                             apiVersion: v1
                                             kind: LimitRange
                                             metadata: {name: limits, namespace: crowded}
                                             spec: {limits: [{type: Container, min: {cpu: 50m}}]}
                                             ---
                                             apiVersion: v1
                                             kind: ResourceQuota
                                             metadata: {name: team, namespace: crowded}
                                             spec: {hard: {pods: 10}}
                                             ---
                                             """;

    private static final String SCENE = NEIGHBOURS
            + """
              apiVersion: v1
              kind: Namespace
              metadata: {name: shop}
              ---
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: checkout, namespace: shop}
              spec:
                replicas: 2
                selector: {matchLabels: {app: checkout}}
                template:
                  metadata: {labels: {app: checkout}}
                  spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
              ---
              apiVersion: apps/v1
              kind: StatefulSet
              metadata: {name: db, namespace: shop}
              spec:
                replicas: 1
                serviceName: db
                selector: {matchLabels: {app: db}}
                template:
                  metadata: {labels: {app: db}}
                  spec: {containers: [{name: app, image: app, ports: [{containerPort: 5432}]}]}
              ---
              apiVersion: v1
              kind: Service
              metadata: {name: checkout, namespace: shop}
              spec: {selector: {app: checkout}, ports: [{port: 80, targetPort: 8080}]}
              """;

    private final TestLab lab;
    private final Cluster cluster;
    private final Path folder;

    FabricClusterTests(@TempDir Path folder) {
        this.folder = folder;
        lab = TestLab.start(folder, SCENE);
        cluster = Clusters.fromKubeconfig(lab.kubeconfig(), null);
    }

    @AfterAll
    void end() {
        cluster.close();
        lab.close();
    }

    @Test
    void tellsWhichClusterItIs() {
        assertThat(cluster.identity()).satisfies(identity -> {
            assertThat(identity.context()).isEqualTo("netproof-lab");
            assertThat(identity.version()).startsWith("v1.");
            assertThat(identity.uid()).isNotBlank();
            assertThat(identity.nodes()).isEqualTo(1);
        });
    }

    @Test
    void readsTheNamespacesItIsAskedForAndLeavesOutThoseThatAreNotThere() {
        Snapshot snapshot = cluster.snapshot(Set.of("shop", "nowhere"));

        assertThat(names(snapshot.namespaces())).containsExactly("shop");
        assertThat(snapshot.workloads()).extracting(Workload::kind).containsExactly("Deployment", "StatefulSet");
        assertThat(snapshot.pods()).filteredOn(pod -> "checkout".equals(pod.getMetadata().getLabels().get("app")))
                .hasSize(2);
        assertThat(names(snapshot.services())).containsExactly("checkout");
        assertThat(snapshot.endpointSlices()).isNotEmpty();
        assertThat(snapshot.nodes()).hasSize(1);
    }

    @Test
    void readsWhatAProbePodWouldMeet() {
        Surroundings crowded = cluster.surroundings(Set.of("crowded", "nowhere"));

        assertThat(crowded.adopters()).extracting(workload -> workload.kind() + " " + workload.name())
                .containsExactly("ReplicaSet bare", "ReplicationController old");
        assertThat(names(crowded.budgets())).containsExactly("steady");
        assertThat(crowded.autoscalers()).singleElement()
                .satisfies(scale -> assertThat(scale.getSpec().getMetrics().get(0).getType())
                        .isEqualTo("ContainerResource"));
        assertThat(names(crowded.limitRanges())).containsExactly("limits");
        assertThat(names(crowded.quotas())).containsExactly("team");
        assertThat(crowded.unread()).isEmpty();
        assertThat(cluster.surroundings(Set.of("shop")).adopters()).as("a Deployment owns its ReplicaSets").isEmpty();
    }

    @Test
    void createsFindsAndDeletes() {
        ConfigMap mine = cluster.create(configMap("shop", "mine", Map.of("a", "1", "b", "2")));
        ConfigMap other = cluster.create(configMap("shop", "other", Map.of("a", "1")));

        assertThat(names(cluster.find("shop", Map.of("a", "1")))).containsExactlyInAnyOrder("mine", "other");
        assertThat(names(cluster.find(null, Map.of("a", "1", "b", "2")))).containsExactly("mine");
        assertThat(cluster.find("default", Map.of("a", "1"))).isEmpty();

        cluster.delete(mine);
        cluster.delete(mine);
        cluster.delete(other);
        assertThat(cluster.find(null, Map.of("a", "1"))).isEmpty();
    }

    @Test
    void saysThatAPodIsGone() {
        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> cluster.pod("shop", "nobody"))
                .withMessage("Pod nobody in namespace shop is gone.");
    }

    @Test
    void saysThatANamespaceIsNotThere() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> cluster.create(configMap("nowhere", "a", Map.of())))
                .withMessageStartingWith("There is no namespace nowhere, at: create configmaps a");
    }

    @Test
    void saysThatAnObjectIsThereAlready() {
        ConfigMap twice = configMap("shop", "twice", Map.of());
        cluster.create(twice);

        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> cluster.create(configMap("shop", "twice", Map.of())))
                .withMessageContaining("already exists");
        cluster.delete(twice);
    }

    @Test
    void saysThatTheCredentialsAreNotAccepted() throws IOException {
        Path other = Files.writeString(folder.resolve("other.kubeconfig"),
                lab.kubeconfigText().replace("token: ", "token: wr0ng-t0ken"));

        try (Cluster stranger = Clusters.fromKubeconfig(other, null)) {
            assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> stranger.snapshot(Set.of("shop")))
                    .withMessageContaining("does not accept these credentials (401)")
                    .withMessageNotContaining("wr0ng-t0ken");
        }
    }

    @Nested
    class Awaiting {

        @Test
        void returnsThePodOnceItIsAsAwaited() {
            Pod created = cluster.create(pod("waited-for"));

            Pod running = cluster.await(created, pod -> "Running".equals(pod.getStatus().getPhase()), SOON);

            assertThat(running.getStatus().getPodIP()).isNotBlank();
            cluster.delete(created);
        }

        @Test
        void throwsAsSoonAsThePodIsGone() throws Exception {
            Pod created = cluster.create(pod("short-lived"));
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Pod> waiting = threads.submit(() -> cluster.await(created, pod -> false, SOON));
                cluster.delete(created);

                assertThat(waiting).failsWithin(Duration.ofSeconds(10)).withThrowableThat()
                        .withMessageContaining("Pod short-lived in namespace shop is gone");
            }
        }

        @Test
        void throwsForAPodOfTheSameNameThatIsAnother() {
            Pod first = cluster.create(pod("reborn"));
            cluster.delete(first);
            assertThatExceptionOfType(ClusterException.class)
                    .isThrownBy(() -> cluster.await(first, pod -> false, SOON)).withMessageContaining("is gone");
            Pod second = cluster.create(pod("reborn"));

            assertThatExceptionOfType(ClusterException.class)
                    .isThrownBy(() -> cluster.await(first, pod -> true, SOON)).withMessageContaining("is gone");
            cluster.delete(second);
        }

        @Test
        void throwsWhenTheTimeIsUp() {
            Pod created = cluster.create(pod("never"));

            assertThatExceptionOfType(ClusterException.class)
                    .isThrownBy(() -> cluster.await(created, pod -> false, Duration.ofMillis(300)))
                    .withMessageContaining("was not as awaited after 300 ms")
                    .withMessageContaining("kubectl describe pod -n shop never");
            cluster.delete(created);
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Executing {

        private final Pod pod;

        Executing() {
            pod = cluster.await(cluster.create(pod("exec")), now -> "Running".equals(now.getStatus().getPhase()),
                    SOON);
        }

        @Test
        void keepsTheStreamsApartAndTellsTheExitCode() {
            ExecResult result = sh("echo out; echo err >&2; exit 3", "");

            assertThat(result.stdout()).isEqualTo("out\n");
            assertThat(result.stderr()).isEqualTo("err\n");
            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.failure()).isEmpty();
            assertThat(result.finishedAt()).isAfterOrEqualTo(result.startedAt());
        }

        @Test
        void handsOverAllOfItsInput() {
            String input = "x".repeat(2_000_000);

            assertThat(sh("head -c 2000000 | wc -c", input).stdout().strip()).isEqualTo("2000000");
        }

        @Test
        void doesNotMindAProgramThatReadsNothing() {
            ExecResult result = sh("exit 7", "x".repeat(2_000_000));

            assertThat(result.exitCode()).isEqualTo(7);
            assertThat(result.failure()).isEmpty();
        }

        @Test
        void takesALotOfOutput() {
            assertThat(sh("head -c 5000000 /dev/zero | tr '\\0' a", "").stdout()).hasSize(5_000_000);
        }

        @Test
        void cutsOutputThatDoesNotEnd() {
            ExecResult result = sh("yes", "");

            assertThat(result.stdout()).hasSize(Exec.OUTPUT_LIMIT);
            assertThat(result.exitCode()).isNull();
            assertThat(result.failure()).isEqualTo("more than 32 MiB of output: cut off");
        }

        @Test
        void givesUpWhenTheTimeIsUpAndKeepsWhatWasSaid() {
            ExecResult result = cluster.exec(pod, "app", List.of("sh", "-c", "echo begun; sleep 60"), new byte[0],
                    Duration.ofSeconds(2));

            assertThat(result.stdout()).isEqualTo("begun\n");
            assertThat(result.exitCode()).isNull();
            assertThat(result.failure()).isEqualTo("not finished after 2000 ms: given up");
            assertThat(Duration.between(result.startedAt(), result.finishedAt())).isLessThan(Duration.ofSeconds(10));
        }

        @Test
        void doesNotKnowTheExitCodeOfAProgramThatIsNotThere() {
            ExecResult result = cluster.exec(pod, "app", List.of("/no/such/program"), new byte[0], SOON);

            assertThat(result.failure().isEmpty() ? String.valueOf(result.exitCode()) : "unknown")
                    .isIn("unknown", "126", "127");
        }

        @Test
        void throwsForAPodThatIsNotThere() {
            assertThatExceptionOfType(ClusterException.class)
                    .isThrownBy(() -> cluster.exec(FabricClusterTests.pod("nobody"), "app", List.of("true"),
                            new byte[0], SOON))
                    .withMessageContaining("Pod nobody in namespace shop is gone");
        }

        @Test
        void runsManyAtATime() throws Exception {
            List<Callable<ExecResult>> execs = IntStream.range(0, 24)
                    .<Callable<ExecResult>>mapToObj(i -> () -> sh("read -r word; sleep 1; echo $word; exit " + i,
                            "word" + i + "\n"))
                    .toList();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<ExecResult>> results = threads.invokeAll(execs);

                for (int i = 0; i < 24; i++) {
                    ExecResult result = results.get(i).get();
                    assertThat(result.stdout()).isEqualTo("word" + i + "\n");
                    assertThat(result.exitCode()).isEqualTo(i);
                }
            }
        }

        private ExecResult sh(String script, String stdin) {
            return cluster.exec(pod, "app", List.of("sh", "-c", script), stdin.getBytes(StandardCharsets.UTF_8),
                    SOON);
        }
    }

    private static Pod pod(String name) {
        return new PodBuilder().withNewMetadata().withNamespace("shop").withName(name).endMetadata()
                .withNewSpec().addNewContainer().withName("app").withImage("app").endContainer().endSpec().build();
    }

    private static ConfigMap configMap(String namespace, String name, Map<String, String> labels) {
        return new ConfigMapBuilder().withNewMetadata().withNamespace(namespace).withName(name).withLabels(labels)
                .endMetadata().build();
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream().map(object -> object.getMetadata().getName()).toList();
    }
}
