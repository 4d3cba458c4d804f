package dev.netproof.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API as people use it: through the real kubectl. */
class KubectlTests {
    private static final String DEPLOYMENT = """
                                             apiVersion: apps/v1
                                             kind: Deployment
                                             metadata: {name: %s}
                                             spec:
                                               replicas: %d
                                               selector: {matchLabels: {app: %1$s}}
                                               template:
                                                 metadata: {labels: {app: %1$s}}
                                                 spec:
                                                   containers:
                                                   - {name: main, image: "%s", ports: [{name: http, containerPort: 8080}]}
                                             """;

    @TempDir
    static Path directory;

    private static Lab lab;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.start(LabOptions.defaults().withDirectory(directory), new FakeWire());
        kubectl = Kubectl.on(directory, lab.kubeconfig());
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    private static void pod(String name, String label) throws IOException {
        kubectl.feed("""
                     {"apiVersion": "v1", "kind": "Pod",
                      "metadata": {"name": "%s", "labels": {"app": "%s"}},
                      "spec": {"containers": [{"name": "main", "image": "any:1"}]}}
                     """.formatted(name, label), "apply", "-f", "-");
        kubectl.run("wait", "--for=condition=Ready", "pod/" + name, "--timeout=20s");
    }

    @Test
    void onlyTheOwnerCanReadTheKubeconfig() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lab.kubeconfig())))
                .isEqualTo("rw-------");
    }

    @Test
    void getShowsPodsAsTables() throws IOException {
        pod("tabled", "tabled");

        assertThat(kubectl.run("get", "pods", "-l", "app=tabled")).matches("(?s)NAME +READY +STATUS +RESTARTS +AGE\\s+"
                + "tabled +1/1 +Running +0 +\\d+s\\s+");
        assertThat(kubectl.run("get", "pods", "-l", "app in (tabled)", "-o", "wide"))
                .containsPattern("tabled .*10\\.244\\.\\d+\\.\\d+ +node-1");
        assertThat(kubectl.run("get", "pods", "-A")).contains("kube-system", "kube-dns-", "tabled");
        assertThat(kubectl.run("get", "pods", "-l", "app notin (tabled),app")).doesNotContain("tabled");
    }

    @Test
    void getShowsTheWholeObject() throws IOException {
        pod("whole", "whole");

        assertThat(kubectl.run("get", "pod", "whole", "-o", "yaml")).contains("kind: Pod", "name: whole",
                "phase: Running");
        assertThat(kubectl.run("get", "pod", "whole", "-o", "json")).contains("\"kind\": \"Pod\"");
        assertThat(kubectl.run("get", "pods", "-o", "jsonpath={.items[?(@.metadata.name=='whole')].spec.nodeName}"))
                .isEqualTo("node-1");
    }

    @Test
    void getAllShowsWorkloadsAndServices() throws IOException {
        assertThat(kubectl.run("get", "all", "-n", "kube-system")).contains("deployment.apps/kube-dns", "1/1",
                "service/kube-dns", "10.96.0.10", "53/UDP,53/TCP", "replicaset.apps/kube-dns-");
        assertThat(kubectl.run("get", "ns,svc,netpol,deploy,ep,endpointslices,sa,nodes")).contains("namespace/default",
                "service/kubernetes", "node/node-1");
    }

    @Test
    void applyCreatesThenChangesThenLeavesAlone() throws IOException {
        String first = DEPLOYMENT.formatted("applied", 1, "any:1");
        String second = DEPLOYMENT.formatted("applied", 2, "any:2");

        assertThat(kubectl.feed(first, "apply", "-f", "-")).contains("deployment.apps/applied created");
        kubectl.run("rollout", "status", "deployment/applied", "--timeout=20s");
        assertThat(kubectl.feed(first, "apply", "-f", "-")).contains("unchanged");
        assertThat(kubectl.feed(second, "apply", "-f", "-")).contains("configured");
        kubectl.run("rollout", "status", "deployment/applied", "--timeout=20s");

        await().untilAsserted(() -> assertThat(kubectl.run("get", "pods", "-l", "app=applied", "-o",
                "jsonpath={.items[*].spec.containers[0].image}")).isEqualTo("any:2 any:2"));
        assertThat(kubectl.feed(second, "apply", "--server-side", "-f", "-")).contains("serverside-applied");
        assertThat(kubectl.feed(second, "delete", "-f", "-")).contains("\"applied\" deleted");
        await().untilAsserted(() -> assertThat(kubectl.run("get", "pods", "-l", "app=applied")).isEmpty());
    }

    @Test
    void applyTakesAwayWhatTheManifestNoLongerSays() throws IOException {
        String map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: shrinking}, data: {%s}}";
        kubectl.feed(map.formatted("a: one, b: two"), "apply", "-f", "-");

        kubectl.feed(map.formatted("a: one"), "apply", "-f", "-");

        assertThat(kubectl.run("get", "configmap", "shrinking", "-o", "jsonpath={.data}")).isEqualTo("{\"a\":\"one\"}");
    }

    @Test
    void whatAnApiServerRefusesIsRefusedInItsWords() throws IOException {
        Kubectl.Output refused = kubectl.call("""
                                              apiVersion: networking.k8s.io/v1
                                              kind: NetworkPolicy
                                              metadata: {name: mixed}
                                              spec:
                                                podSelector: {}
                                                ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]
                                              """, "apply", "-f", "-");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("The NetworkPolicy \"mixed\" is invalid: spec.ingress[0].from[0]: Forbidden:"
                + " may not specify both ipBlock and another peer");
    }

    @Test
    void labelsCanBeChangedAndFound() throws IOException {
        pod("labelled", "before");

        kubectl.run("label", "pod", "labelled", "app=after", "--overwrite");

        assertThat(kubectl.run("get", "pods", "-l", "app=after", "-o", "name")).isEqualTo("pod/labelled\n");
    }

    @Test
    void aWatchShowsChangesAsTheyHappen() throws IOException {
        pod("observed", "observed");
        Path out = directory.resolve("watch.txt");
        Process watch = kubectl.builder("get", "pods", "-l", "app=observed", "-w").redirectOutput(out.toFile()).start();
        try {
            await().until(() -> Files.readString(out).contains("Running"));
            kubectl.run("delete", "pod", "observed");
            await().until(() -> Files.readString(out).contains("Terminating"));
        } finally {
            watch.destroyForcibly();
        }
    }

    @Test
    void deleteWaitsUntilThePodIsGone() throws IOException {
        pod("deleted", "deleted");

        assertThat(kubectl.run("delete", "pod", "deleted")).contains("pod \"deleted\" deleted");

        assertThat(kubectl.call("", "get", "pod", "deleted").err())
                .contains("Error from server (NotFound): pods \"deleted\" not found");
    }

    @Test
    void describeShowsThePod() throws IOException {
        pod("described", "described");

        assertThat(kubectl.run("describe", "pod", "described")).contains("Status:", "Running", "Node:", "node-1",
                "ContainersReady");
    }

    @Test
    void execGivesOutputAndExitCode() throws IOException {
        pod("executes", "executes");

        Kubectl.Output output = kubectl.call("", "exec", "executes", "--", "sh", "-c",
                "echo out; echo err >&2; exit 3");

        assertThat(output.exit()).isEqualTo(3);
        assertThat(output.out()).isEqualTo("out\n");
        assertThat(output.err()).startsWith("err\n").contains("exit code 3");
    }

    @Test
    void execReadsItsInputToTheEnd() throws IOException {
        pod("reads", "reads");

        assertThat(kubectl.feed("0123456789".repeat(30_000), "exec", "-i", "reads", "--", "wc", "-c").trim())
                .isEqualTo("300000");
    }

    @Test
    void scaleChangesTheNumberOfPods() throws IOException {
        kubectl.feed(DEPLOYMENT.formatted("scaled", 1, "any:1"), "apply", "-f", "-");

        kubectl.run("scale", "deployment", "scaled", "--replicas=3");

        kubectl.run("rollout", "status", "deployment/scaled", "--timeout=20s");
        assertThat(kubectl.run("get", "deployment", "scaled")).containsPattern("scaled +3/3");
    }

    @Test
    void applyOfAKindNobodyKnowsIsRefusedAsByACluster() throws IOException {
        Kubectl.Output refused = kubectl.call(
                "{apiVersion: unknown.example.org/v1, kind: Thing, metadata: {name: thing}}", "apply", "-f", "-");

        assertThat(refused.err()).contains("no matches for kind \"Thing\" in version \"unknown.example.org/v1\"");
    }

    @Test
    void aKindNobodyKnowsIsServedOnceAManifestBroughtIt() throws Exception {
        Path file = Files.writeString(Files.createTempDirectory(directory, "m").resolve("m.yaml"),
                "{apiVersion: example.org/v1, kind: Policy, metadata: {name: special, namespace: default}}");

        lab.apply(List.of(file));

        assertThat(kubectl.run("get", "policies.example.org")).contains("special");
    }
}
