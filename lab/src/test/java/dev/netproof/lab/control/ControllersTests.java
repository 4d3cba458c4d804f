package dev.netproof.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.netproof.lab.TestCluster;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControllersTests {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
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

    private static HasMetadata create(String manifest) {
        HasMetadata object = YAML.unmarshal(manifest);
        return client.resource(object).create();
    }

    private static String workload(String kind, String name, int replicas) {
        return """
               apiVersion: apps/v1
               kind: %s
               metadata: {name: %s, namespace: default}
               spec:
                 %s
                 selector: {matchLabels: {app: %2$s}}
                 template:
                   metadata: {labels: {app: %2$s}}
                   spec:
                     containers: [{name: main, image: "any:1", ports: [{name: http, containerPort: 8080}]}]
               """.formatted(kind, name, kind.equals("DaemonSet") ? "" : "replicas: " + replicas);
    }

    private static List<Pod> pods(String app) {
        return client.pods().withLabel("app", app).list().getItems();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready") && condition.getStatus().equals("True"));
    }

    private static void awaitReady(String app, int count) {
        await().untilAsserted(
                () -> assertThat(pods(app)).hasSize(count).allMatch(ControllersTests::isReady));
    }

    @Nested
    class Workloads {

        @Test
        void aDeploymentGetsAReplicaSetAndThatItsPods() {
            create(workload("Deployment", "owning", 2));

            awaitReady("owning", 2);
            assertThat(pods("owning")).allSatisfy(pod -> {
                String hash = pod.getMetadata().getLabels().get("pod-template-hash");
                assertThat(pod.getMetadata().getName()).startsWith("owning-" + hash + "-");
                assertThat(pod.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
                    assertThat(owner.getKind()).isEqualTo("ReplicaSet");
                    assertThat(owner.getController()).isTrue();
                });
            });
            await().untilAsserted(() -> assertThat(client.apps().deployments().withName("owning").get().getStatus()
                    .getAvailableReplicas()).isEqualTo(2));
        }

        @Test
        void aNewVersionOfATemplateReplacesTheOldOne() {
            create(workload("Deployment", "versioned", 2));
            awaitReady("versioned", 2);

            client.apps().deployments().withName("versioned").edit(
                    old -> new DeploymentBuilder(old).editSpec().editTemplate().editSpec().editFirstContainer()
                            .withImage("any:2").endContainer().endSpec().endTemplate().endSpec().build());

            await().untilAsserted(() -> assertThat(pods("versioned")).hasSize(2).allMatch(ControllersTests::isReady)
                    .allMatch(pod -> pod.getSpec().getContainers().get(0).getImage().equals("any:2")));
        }

        @Test
        void aDeletedDeploymentTakesItsPodsWithIt() {
            create(workload("Deployment", "leaving", 2));
            awaitReady("leaving", 2);

            client.apps().deployments().withName("leaving").delete();

            await().untilAsserted(() -> assertThat(pods("leaving")).isEmpty());
            assertThat(client.apps().replicaSets().withLabel("app", "leaving").list().getItems()).isEmpty();
        }

        @Test
        void aPodThatNoLongerMatchesIsReleasedAndReplaced() {
            create(workload("Deployment", "matching", 1));
            awaitReady("matching", 1);
            String name = pods("matching").get(0).getMetadata().getName();

            client.pods().withName(name).edit(
                    pod -> new PodBuilder(pod).editMetadata().addToLabels("app", "released").endMetadata().build());

            awaitReady("matching", 1);
            assertThat(pods("matching")).noneMatch(pod -> pod.getMetadata().getName().equals(name));
            await().untilAsserted(() -> assertThat(
                    client.pods().withName(name).get().getMetadata().getOwnerReferences()).isEmpty());
        }

        @Test
        void aStrayPodWithTheLabelsOfAReplicaSetIsAdoptedAndDeletedAsSurplus() {
            create(workload("ReplicaSet", "adopting", 1));
            awaitReady("adopting", 1);
            Pod real = pods("adopting").get(0);

            client.pods().resource(new PodBuilder().withNewMetadata().withName("stray").addToLabels("app", "adopting")
                    .endMetadata().withNewSpec().addNewContainer().withName("main").withImage("any:1").endContainer()
                    .endSpec().build()).create();

            await().untilAsserted(() -> assertThat(client.pods().withName("stray").get()).isNull());
            assertThat(client.pods().resource(real).get()).isNotNull();
        }

        @Test
        void theNumberedPodsOfAStatefulSetKnowTheirNames() {
            create(workload("StatefulSet", "numbered", 3));

            awaitReady("numbered", 3);
            assertThat(pods("numbered")).extracting(pod -> pod.getMetadata().getName())
                    .containsExactlyInAnyOrder("numbered-0", "numbered-1", "numbered-2");
            assertThat(pods("numbered")).allSatisfy(pod -> assertThat(pod.getMetadata().getLabels())
                    .containsEntry("statefulset.kubernetes.io/pod-name", pod.getMetadata().getName())
                    .containsEntry("apps.kubernetes.io/pod-index", pod.getMetadata().getName().substring(9)));
        }

        @Test
        void aDaemonSetRunsOncePerNode() {
            create(workload("DaemonSet", "everywhere", 0));

            awaitReady("everywhere", 1);
            assertThat(pods("everywhere").get(0).getSpec().getNodeName()).isEqualTo("node-1");
        }

        @Test
        void aSelectorThatDoesNotMatchItsTemplateIsRefused() {
            Deployment wrong = YAML.unmarshal(workload("Deployment", "wrong", 1));
            wrong.getSpec().getTemplate().getMetadata().setLabels(Map.of("app", "other"));

            assertThatThrownBy(() -> client.resource(wrong).create()).isInstanceOfSatisfying(
                    KubernetesClientException.class, refused -> {
                        assertThat(refused.getCode()).isEqualTo(422);
                        assertThat(refused).hasMessageContaining("`selector` does not match template `labels`");
                    });
        }
    }

    @Nested
    class Kubelets {

        @Test
        void aPodThatNoNodeAcceptsStaysPendingAndSaysWhy() {
            create("""
                   apiVersion: v1
                   kind: Pod
                   metadata: {name: unschedulable, namespace: default}
                   spec: {nodeSelector: {disk: ssd}, containers: [{name: main, image: "any:1"}]}
                   """);

            await().untilAsserted(() -> assertThat(client.pods().withName("unschedulable").get().getStatus()
                    .getConditions()).singleElement().satisfies(condition -> {
                        assertThat(condition.getType()).isEqualTo("PodScheduled");
                        assertThat(condition.getReason()).isEqualTo("Unschedulable");
                    }));
        }

        @Test
        void aReadinessProbeIsReallyTriedAndTriedAgain() {
            cluster.wire().close(9001);
            create("""
                   apiVersion: v1
                   kind: Pod
                   metadata: {name: probed, namespace: default, labels: {app: probed}}
                   spec:
                     containers:
                     - name: main
                       image: any:1
                       ports: [{name: http, containerPort: 9001}]
                       readinessProbe: {httpGet: {port: http}, periodSeconds: 1, failureThreshold: 1}
                   """);
            await().untilAsserted(() -> assertThat(client.pods().withName("probed").get().getStatus().getPhase())
                    .isEqualTo("Running"));
            assertThat(pods("probed")).noneMatch(ControllersTests::isReady);

            cluster.wire().open(9001);
            awaitReady("probed", 1);

            cluster.wire().close(9001);
            await().untilAsserted(() -> assertThat(pods("probed")).noneMatch(ControllersTests::isReady));
        }

        @Test
        void aContainerIsNeitherStartedNorReadyBeforeItsStartupProbeSucceeds() {
            cluster.wire().close(9011);
            create("""
                   apiVersion: v1
                   kind: Pod
                   metadata: {name: slow, namespace: default, labels: {app: slow}}
                   spec:
                     containers:
                     - name: main
                       image: any:1
                       startupProbe: {tcpSocket: {port: 9011}, periodSeconds: 1, failureThreshold: 60}
                       livenessProbe: {tcpSocket: {port: 9012}, periodSeconds: 1, failureThreshold: 1}
                   """);
            cluster.wire().close(9012);
            await().during(Duration.ofSeconds(2)).until(() -> pods("slow").stream().noneMatch(
                    pod -> isReady(pod) || container(pod).getStarted() || container(pod).getRestartCount() > 0));

            cluster.wire().open(9012);
            cluster.wire().open(9011);

            awaitReady("slow", 1);
            assertThat(container(pods("slow").get(0)).getStarted()).isTrue();
            cluster.wire().close(9012);
            await().until(() -> container(pods("slow").get(0)).getRestartCount() > 0);
            cluster.wire().open(9012);
        }

        @ParameterizedTest(name = "{0}, exit code {1}: restarted {2}, {3}")
        @CsvSource({"Always, 0, 1, Running", "Always, 143, 1, Running", "OnFailure, 0, 0, Succeeded",
                "OnFailure, 1, 1, Running", "Never, 0, 0, Succeeded", "Never, 137, 0, Failed"})
        void aContainerThatEndsIsRestartedAsItsPodWants(String policy, int exitCode, int restarts, String phase) {
            String name = "ending-" + policy.toLowerCase(Locale.ROOT) + exitCode;
            Pod pod = (Pod) create("""
                                   apiVersion: v1
                                   kind: Pod
                                   metadata: {name: %s, namespace: default, labels: {app: %1$s}}
                                   spec: {restartPolicy: %s, containers: [{name: main, image: "any:1"}]}
                                   """.formatted(name, policy));
            awaitReady(name, 1);
            ContainerStatus before = container(pods(name).get(0));

            cluster.wire().endPod(pod.getMetadata().getUid(), exitCode);

            await().untilAsserted(() -> {
                Pod after = pods(name).get(0);
                assertThat(after.getStatus().getPhase()).isEqualTo(phase);
                assertThat(isReady(after)).isEqualTo(restarts > 0);
                assertThat(container(after).getRestartCount()).isEqualTo(restarts);
                assertThat(container(after).getContainerID().equals(before.getContainerID())).isEqualTo(restarts == 0);
                assertThat((restarts > 0 ? container(after).getLastState() : container(after).getState())
                        .getTerminated().getExitCode()).isEqualTo(exitCode);
            });
            assertThat(cluster.wire().running().contains(pod.getMetadata().getUid())).isEqualTo(restarts > 0);
        }

        private static ContainerStatus container(Pod pod) {
            return pod.getStatus().getContainerStatuses().get(0);
        }

        @Test
        void anExecProbeIsNeverRunAndAGateWaitsForItsCondition() {
            create("""
                   apiVersion: v1
                   kind: Pod
                   metadata: {name: never, namespace: default, labels: {app: never}}
                   spec:
                     containers:
                     - {name: main, image: "any:1", readinessProbe: {exec: {command: ["true"]}}}
                   """);
            create("""
                   apiVersion: v1
                   kind: Pod
                   metadata: {name: gated, namespace: default, labels: {app: gated}}
                   spec:
                     readinessGates: [{conditionType: example.org/open}]
                     containers: [{name: main, image: "any:1"}]
                   """);
            await().untilAsserted(() -> assertThat(client.pods().withName("gated").get().getStatus().getPhase())
                    .isEqualTo("Running"));
            assertThat(pods("gated")).noneMatch(ControllersTests::isReady);

            client.pods().withName("gated").editStatus(pod -> new PodBuilder(pod).editStatus()
                    .addToConditions(
                            new PodConditionBuilder().withType("example.org/open").withStatus("True").build())
                    .endStatus().build());

            awaitReady("gated", 1);
            assertThat(pods("never")).noneMatch(ControllersTests::isReady);
        }

        @Test
        void aPodEndsAtItsDeadline() {
            Pod pod = (Pod) create("""
                                   apiVersion: v1
                                   kind: Pod
                                   metadata: {name: mortal, namespace: default}
                                   spec: {activeDeadlineSeconds: 1, containers: [{name: main, image: "any:1"}]}
                                   """);

            await().untilAsserted(() -> {
                var status = client.pods().withName("mortal").get().getStatus();
                assertThat(status.getPhase()).isEqualTo("Failed");
                assertThat(status.getReason()).isEqualTo("DeadlineExceeded");
            });
            assertThat(cluster.wire().running()).doesNotContain(pod.getMetadata().getUid());
        }

        @Test
        void aPodIsNotRunningBeforeItsPoliciesAreInForceAndSaysWhatIsInTheWay() {
            cluster.wire().setBroken(true);
            create("""
                   apiVersion: v1
                   kind: Pod
                   metadata: {name: waiting, namespace: default, labels: {app: waiting}}
                   spec: {containers: [{name: main, image: "any:1"}]}
                   """);
            await().untilAsserted(() -> assertThat(client.pods().withName("waiting").get().getStatus()
                    .getContainerStatuses()).singleElement().satisfies(
                            status -> assertThat(
                                    status.getState().getWaiting().getMessage()).isEqualTo("the network is broken")));
            assertThat(client.pods().withName("waiting").get().getStatus().getPhase()).isEqualTo("Pending");

            cluster.wire().setBroken(false);

            awaitReady("waiting", 1);
        }

        @Test
        void thirtyPodsAreUpInSeconds() {
            create(workload("Deployment", "many", 30));

            await().atMost(Duration.ofSeconds(5)).untilAsserted(
                    () -> assertThat(pods("many")).hasSize(30).allMatch(ControllersTests::isReady));
        }
    }

    @Nested
    class Services {

        @Test
        void endpointsFollowReadinessAndNamedPorts() {
            cluster.wire().close(9002);
            Service service = (Service) create(
                    """
                    apiVersion: v1
                    kind: Service
                    metadata: {name: behind, namespace: default}
                    spec: {selector: {app: behind}, ports: [{name: web, port: 80, targetPort: http}]}
                    """);
            create("""
                   apiVersion: v1
                   kind: Pod
                   metadata: {name: behind, namespace: default, labels: {app: behind}}
                   spec:
                     containers:
                     - name: main
                       image: any:1
                       ports: [{name: http, containerPort: 9002}]
                       readinessProbe: {tcpSocket: {port: 9002}, periodSeconds: 1}
                   """);

            assertThat(service.getSpec().getClusterIP()).startsWith("10.96.");
            await().untilAsserted(() -> assertThat(slices("behind")).singleElement().satisfies(slice -> {
                assertThat(slice.getPorts()).singleElement().satisfies(port -> {
                    assertThat(port.getName()).isEqualTo("web");
                    assertThat(port.getPort()).isEqualTo(9002);
                });
                assertThat(slice.getEndpoints()).singleElement()
                        .satisfies(endpoint -> assertThat(endpoint.getConditions().getReady()).isFalse());
            }));
            cluster.wire().open(9002);
            await().untilAsserted(() -> {
                assertThat(slices("behind").get(0).getEndpoints().get(0).getConditions().getReady()).isTrue();
                assertThat(client.endpoints().withName("behind").get().getSubsets().get(0).getAddresses()).hasSize(1);
            });
        }

        private static List<EndpointSlice> slices(String service) {
            return client.discovery().v1().endpointSlices().withLabel("kubernetes.io/service-name", service).list()
                    .getItems();
        }

        @Test
        void aServiceThatPublishesNotReadyAddressesHasThemAllReady() {
            create("""
                   apiVersion: v1
                   kind: Service
                   metadata: {name: eager, namespace: default}
                   spec:
                     clusterIP: None
                     publishNotReadyAddresses: true
                     selector: {app: eager}
                     ports: [{port: 80}]
                   """);
            create("""
                   apiVersion: v1
                   kind: Pod
                   metadata: {name: eager, namespace: default, labels: {app: eager}}
                   spec:
                     containers:
                     - {name: main, image: "any:1", readinessProbe: {exec: {command: ["false"]}}}
                   """);

            await().untilAsserted(() -> assertThat(slices("eager")).singleElement()
                    .satisfies(slice -> assertThat(slice.getEndpoints()).singleElement()
                            .satisfies(endpoint -> assertThat(endpoint.getConditions().getReady()).isTrue())));
        }

        @Test
        void clusterDnsHasItsUsualAddress() {
            assertThat(client.services().inNamespace("kube-system").withName("kube-dns").get().getSpec().getClusterIP())
                    .isEqualTo("10.96.0.10");
            await().untilAsserted(() -> assertThat(client.pods().inNamespace("kube-system")
                    .withLabel("k8s-app", "kube-dns").list().getItems()).hasSize(1)
                    .allMatch(ControllersTests::isReady));
        }
    }

    @Test
    void controllersThatHaveNothingToDoChangeNothing() {
        create(workload("Deployment", "idle", 3));
        create(workload("StatefulSet", "idle-too", 1));
        awaitReady("idle", 3);
        awaitReady("idle-too", 1);

        // Other tests run in the same cluster one after the other, so what they left settles first.
        AtomicLong last = new AtomicLong();
        await().atMost(Duration.ofSeconds(30)).during(Duration.ofSeconds(2)).until(() -> {
            long revision = cluster.resources().store().revision();
            return last.getAndSet(revision) == revision;
        });
    }

    @Nested
    class Namespaces {

        @Test
        void everyNamespaceHasItsNameAsLabelAndADefaultAccount() {
            create("""
                   apiVersion: v1
                   kind: Namespace
                   metadata: {name: fresh}
                   """);

            assertThat(client.namespaces().withName("fresh").get().getMetadata().getLabels())
                    .containsEntry("kubernetes.io/metadata.name", "fresh");
            await().untilAsserted(() -> assertThat(
                    client.serviceAccounts().inNamespace("fresh").withName("default").get()).isNotNull());
        }
    }
}
