package dev.netproof.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the node does to its pods, on real packets: probes, restarts, and addresses that are used again. */
class KubeletOnTheWireTests {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String PORT = "8099";
    private static final String DENY_ALL = """
                                           apiVersion: networking.k8s.io/v1
                                           kind: NetworkPolicy
                                           metadata: {name: deny, namespace: default}
                                           spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
                                           """;

    @TempDir
    static Path directory;

    private static Lab lab;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws Exception {
        try {
            lab = Lab.start(LabOptions.defaults().withDirectory(directory).withNodes(2));
        } catch (IOException impossible) {
            abort(impossible.toString());
        }
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

    @AfterEach
    void clear() {
        client.network().v1().networkPolicies().delete();
        client.genericKubernetesResources("lab.netproof.dev/v1", "PodFault").inNamespace("default").delete();
        client.pods().withGracePeriod(0).delete();
        await().until(() -> client.pods().list().getItems().isEmpty());
    }

    private static void create(String manifest) {
        HasMetadata object = YAML.unmarshal(manifest);
        client.resource(object).create();
    }

    /** A pod whose heart beats: its node connects to it every second. */
    private static Pod running(String name, String spec) throws Exception {
        create("""
               apiVersion: v1
               kind: Pod
               metadata: {name: %s, namespace: default, labels: {app: %1$s}}
               spec:
                 %s
                 containers:
                 - name: main
                   image: probe:1
                   livenessProbe: {tcpSocket: {port: %s}, periodSeconds: 1, failureThreshold: 1000000}
                   readinessProbe: {httpGet: {path: /, port: %3$s}, periodSeconds: 1, failureThreshold: 1}
               """.formatted(name, spec, PORT));
        lab.awaitReady(Duration.ofSeconds(30));
        return pod(name);
    }

    private static Pod pod(String name) {
        return client.pods().withName(name).get();
    }

    private static ContainerStatus container(String name) {
        return pod(name).getStatus().getContainerStatuses().get(0);
    }

    private static PodCondition ready(String name) {
        return pod(name).getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready")).findFirst().orElseThrow();
    }

    private static void fault(String kind, String app) {
        create("""
               apiVersion: lab.netproof.dev/v1
               kind: PodFault
               metadata: {name: fault, namespace: default}
               spec: {labels: {app: %s}, fault: %s}
               """.formatted(app, kind));
    }

    private static void heal() {
        client.genericKubernetesResources("lab.netproof.dev/v1", "PodFault").inNamespace("default").withName("fault")
                .delete();
    }

    private record Ran(int exitCode, String output) {}

    private static Ran exec(String pod, String... command) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch watch = client.pods().withName(pod).writingOutput(out).exec(command)) {
            int exitCode = watch.exitCode().get(30, TimeUnit.SECONDS);
            return new Ran(exitCode, out.toString(StandardCharsets.UTF_8));
        }
    }

    /** How many connections the pod's kernel has accepted. */
    private static long passiveOpens(String pod) throws Exception {
        List<String[]> tcp = exec(pod, "cat", "/proc/net/snmp").output().lines().filter(line -> line.startsWith("Tcp:"))
                .map(line -> line.split(" ", -1)).toList();
        return Long.parseLong(tcp.get(1)[List.of(tcp.get(0)).indexOf("PassiveOpens")]);
    }

    private static String connect(String pod, String address) throws Exception {
        return exec(pod, "nc", "-nz", "-w", "1", address, PORT).exitCode() == 0 ? "open" : "closed";
    }

    @ParameterizedTest(name = "on {0}")
    @CsvSource({"node-1", "node-2"})
    void theHeartOfAPodBeatsWhateverPoliciesSay(String node) throws Exception {
        create(DENY_ALL);
        running("source", "nodeSelector: {kubernetes.io/hostname: " + node + "}");
        long before = passiveOpens("source");

        await().untilAsserted(() -> assertThat(passiveOpens("source")).isGreaterThan(before + 2));
    }

    @ParameterizedTest(name = "{0} on {1}: to the pod {2}, from it {3}, to its node {4}")
    @CsvSource({"no-network, node-1, closed, closed, closed", "no-network, node-2, closed, closed, closed",
            "no-egress, node-1, open, closed, closed", "no-ingress, node-2, closed, open, open"})
    void aFaultHoldsForTheNodeToo(String kind, String node, String to, String from, String toNode) throws Exception {
        Pod other = running("other", "");
        Pod source = running("source", "nodeSelector: {kubernetes.io/hostname: " + node + "}");
        Pod onNode = hostPod();

        fault(kind, "source");

        boolean beats = to.equals("open");
        await().untilAsserted(() -> assertThat(connect("other", source.getStatus().getPodIP())).isEqualTo(to));
        assertThat(connect("source", other.getStatus().getPodIP())).isEqualTo(from);
        assertThat(connect("source", onNode.getStatus().getPodIP())).isEqualTo(toNode);
        long before = passiveOpens("source");
        if (beats) {
            await().untilAsserted(() -> assertThat(passiveOpens("source")).isGreaterThan(before));
            assertThat(container("source").getReady()).isTrue();
        } else {
            await().until(() -> !container("source").getReady());
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(passiveOpens("source")).isEqualTo(before));
        }

        heal();

        await().untilAsserted(() -> assertThat(passiveOpens("source")).isGreaterThan(before));
        await().until(() -> container("source").getReady());
        assertThat(container("source").getRestartCount()).isZero();
    }

    private static Pod hostPod() throws Exception {
        return running("agent", "hostNetwork: true\n  nodeSelector: {kubernetes.io/hostname: node-1}");
    }

    /** A tenth of a second on an idle machine, half of which is the looking. */
    @Test
    void aFaultComesAndGoesInLessThanASecond() throws Exception {
        Pod target = running("target", "");
        running("source", "");
        // One process looks all the time: an exec would take longer than what is measured.
        String look = "while :; do timeout 0.1 nc -nz %s %s && seen=open || seen=closed; read up _ </proc/uptime; echo $up $seen; done"
                .formatted(target.getStatus().getPodIP(), PORT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch watch = client.pods().withName("source").writingOutput(out).exec("sh", "-c", look)) {
            await().until(() -> seen(out).endsWith("open"));

            long broken = uptimeMillis();
            fault("no-ingress", "target");
            await().until(() -> seen(out).endsWith("closed"));
            long healed = uptimeMillis();
            heal();
            await().until(() -> seen(out).endsWith("open"));

            assertThat(watch.exitCode()).isNotDone();
            assertThat(firstSince(out, broken, "closed") - broken).isLessThan(1000);
            assertThat(firstSince(out, healed, "open") - healed).isLessThan(1000);
        }
    }

    private static String seen(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static long firstSince(ByteArrayOutputStream out, long since, String what) {
        return seen(out).lines().filter(line -> line.endsWith(what)).map(line -> line.split(" ", -1)[0])
                .mapToLong(KubeletOnTheWireTests::millis).filter(at -> at >= since).findFirst().orElseThrow();
    }

    private static long uptimeMillis() throws IOException {
        return millis(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
    }

    private static long millis(String seconds) {
        return Math.round(Double.parseDouble(seconds) * 1000);
    }

    @Test
    void aContainerWhoseProcessWasEndedRunsAgainAsAnotherInTheSameNetwork() throws Exception {
        Pod before = running("source", "");
        ContainerStatus first = container("source");
        long opens = passiveOpens("source");
        awaitNextSecond();

        try (ExecWatch beside = client.pods().withName("source")
                .writingOutput(new ByteArrayOutputStream()).exec("sleep", "30")) {
            exec("source", "kill", "1");
            assertThat(beside.exitCode().get(10, TimeUnit.SECONDS)).as("what runs in it ends with it").isEqualTo(137);
        }

        await().until(() -> container("source").getRestartCount() == 1 && container("source").getReady());
        ContainerStatus second = container("source");
        assertThat(second.getContainerID()).matches("lab://[0-9a-f]{64}").isNotEqualTo(first.getContainerID());
        assertThat(second.getState().getRunning().getStartedAt())
                .isGreaterThan(first.getState().getRunning().getStartedAt()).matches("\\S+T\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(second.getLastState().getTerminated()).satisfies(last -> {
            assertThat(last.getExitCode()).isEqualTo(143);
            assertThat(last.getContainerID()).isEqualTo(first.getContainerID());
            assertThat(last.getStartedAt()).isEqualTo(first.getState().getRunning().getStartedAt());
        });
        assertThat(pod("source").getStatus().getPodIP()).isEqualTo(before.getStatus().getPodIP());
        assertThat(pod("source").getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
        assertThat(passiveOpens("source")).as("counted by the same network").isGreaterThan(opens);
        assertThat(exec("source", "curl", "-sS", "http://" + before.getStatus().getPodIP() + ":" + PORT).output())
                .isEqualTo("default/source 8099/TCP\n");
    }

    /** Kubernetes writes times in whole seconds. */
    private static void awaitNextSecond() {
        long second = System.currentTimeMillis() / 1000;
        await().until(() -> System.currentTimeMillis() / 1000 > second);
    }

    @ParameterizedTest(name = "{0}, kill -{1}: {2}")
    @CsvSource({"Never, TERM, Failed, 143", "Never, QUIT, Succeeded, 0", "OnFailure, QUIT, Succeeded, 0"})
    void aContainerThatIsNotRestartedEndsItsPod(String policy, String signal, String phase, int exitCode)
            throws Exception {
        Pod mortal = running("mortal", "restartPolicy: " + policy);
        running("other", "");

        exec("mortal", "kill", "-" + signal, "1");

        await().untilAsserted(() -> assertThat(pod("mortal").getStatus().getPhase()).isEqualTo(phase));
        assertThat(container("mortal").getState().getTerminated().getExitCode()).isEqualTo(exitCode);
        assertThat(ready("mortal").getStatus()).isEqualTo("False");
        assertThat(connect("other", mortal.getStatus().getPodIP())).isEqualTo("closed");
    }

    @Test
    void aPodMayHaveTheAddressOfOneThatIsGone() throws Exception {
        Pod first = running("first", "nodeSelector: {kubernetes.io/hostname: node-1}");
        running("other", "");
        String address = first.getStatus().getPodIP();
        String wish = "lab.netproof.dev/address: " + address;
        create("""
               apiVersion: v1
               kind: Pod
               metadata: {name: second, namespace: default, annotations: {%s}}
               spec:
                 nodeName: node-1
                 containers: [{name: main, image: "probe:1", ports: [{containerPort: %s}]}]
               """.formatted(wish, PORT));
        await().untilAsserted(() -> assertThat(container("second").getState().getWaiting().getMessage()).isEqualTo(
                "pod default/second: annotation " + wish.replace(": " + address, "") + ": " + address
                        + " is taken. Delete the pod that has it; this one waits for that."));

        client.pods().withName("first").withGracePeriod(0).delete();

        lab.awaitReady(Duration.ofSeconds(30));
        Pod second = pod("second");
        assertThat(second.getStatus().getPodIP()).isEqualTo(address);
        assertThat(second.getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
        assertThat(exec("other", "curl", "-sS", "http://" + address + ":" + PORT).output())
                .isEqualTo("default/second 8099/TCP\n");
    }

    @Test
    void aContainerThatFailsItsLivenessProbeIsRestarted() throws Exception {
        create("""
               apiVersion: v1
               kind: Pod
               metadata: {name: stuck, namespace: default, labels: {app: stuck}}
               spec:
                 containers:
                 - name: main
                   image: probe:1
                   livenessProbe: {tcpSocket: {port: 8099}, periodSeconds: 1, failureThreshold: 2}
               """);
        lab.awaitReady(Duration.ofSeconds(30));

        fault("no-ingress", "stuck");

        await().until(() -> container("stuck").getRestartCount() == 1);
        heal();
        await().until(() -> container("stuck").getReady());
    }

    @Test
    void readyChangesItsTimeOnlyWithItsStatus() throws Exception {
        running("source", "");
        PodCondition before = ready("source");
        awaitNextSecond();
        client.pods().withName("source").edit(pod -> {
            pod.getMetadata().getLabels().put("touched", "yes");
            return pod;
        });
        assertThat(ready("source").getLastTransitionTime()).isEqualTo(before.getLastTransitionTime());

        exec("source", "kill", "1");

        await().until(() -> container("source").getRestartCount() == 1 && container("source").getReady());
        assertThat(ready("source").getLastTransitionTime()).isGreaterThan(before.getLastTransitionTime());
    }
}
