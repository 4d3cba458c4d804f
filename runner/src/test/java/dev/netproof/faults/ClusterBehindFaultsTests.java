package dev.netproof.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.Clusters;
import dev.netproof.cluster.ExecResult;
import dev.netproof.cluster.ImpatientCluster;
import dev.netproof.faults.Fault.Cut;
import dev.netproof.faults.Fault.Moment;
import dev.netproof.faults.Fault.OfStatus;
import dev.netproof.testkit.TestLab;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Single calls of a cluster behind a faulty network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterBehindFaultsTests {

    /** Far beyond what any of these waits: who needs it has waited for what never comes. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestLab lab;
    private final Cluster behind;
    private final FaultProxy proxy;
    private final Pod pod;
    private Cluster cluster;

    ClusterBehindFaultsTests(@TempDir Path folder) throws IOException {
        lab = TestLab.start(folder, "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
        behind = Clusters.fromKubeconfig(lab.kubeconfig(), null);
        proxy = FaultProxy.before(lab.kubeconfigText(), folder);
        cluster = ImpatientCluster.at(proxy.kubeconfig());
        pod = behind.await(behind.create(pod("there")), ClusterBehindFaultsTests::runs, LIMIT);
    }

    @BeforeEach
    void met() {
        cluster.identity();
        proxy.forget();
    }

    @AfterEach
    void afresh() {
        proxy.play(Script.NO_FAULT);
        cluster.close();
        cluster = ImpatientCluster.at(proxy.kubeconfig());
    }

    @AfterAll
    void end() throws IOException {
        cluster.close();
        proxy.close();
        behind.close();
        lab.close();
    }

    private ExecResult echo() {
        return cluster.exec(pod, "app", List.of("sh", "-c", "read -r word; echo $word; exit 3"),
                "word\n".getBytes(StandardCharsets.US_ASCII), LIMIT);
    }

    @Test
    void anExecThatIsCutIsNoticedAndKeepsWhatWasSaid() {
        proxy.play(Script.every(Request::isExec, new Fault.StreamCut(Moment.BEFORE_STATUS, Cut.RESET)));

        assertThat(echo()).satisfies(result -> {
            assertThat(result.stdout()).isEqualTo("word\n");
            assertThat(result.exitCode()).isNull();
            assertThat(result.failure()).isEqualTo("the connection broke before an exit code came");
        });
    }

    @Test
    void anExecThatFallsSilentIsNoticedByPingsThatAreNotAnswered() {
        proxy.play(Script.every(Request::isExec, new Fault.StreamCut(Moment.FIRST_OUTPUT, Cut.SILENT)));

        assertThat(echo().failure()).startsWith("the connection ").doesNotContain("given up");
    }

    @Test
    void anExecThatSaysNothingForLongIsNotTakenForDead() {
        ExecResult result = cluster.exec(pod, "app", List.of("sh", "-c", "sleep 4; echo late"), new byte[0], LIMIT);

        assertThat(result.stdout()).isEqualTo("late\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aStatusThatIsTornOrComesTwiceIsRead() {
        for (OfStatus fault : List.of(OfStatus.TORN, OfStatus.DUPLICATED, OfStatus.BEFORE_OUTPUT)) {
            proxy.play(Script.every(Request::isExec, new Fault.Status(fault)));

            assertThat(echo()).as("%s", fault).satisfies(result -> {
                assertThat(result.stdout()).isEqualTo("word\n");
                assertThat(result.exitCode()).isEqualTo(3);
                assertThat(result.failure()).isEmpty();
            });
        }
    }

    @Test
    void aStatusThatIsLostIsNoExitCode() {
        proxy.play(Script.every(Request::isExec, new Fault.Status(OfStatus.LOST)));

        assertThat(echo()).satisfies(result -> {
            assertThat(result.stdout()).isEqualTo("word\n");
            assertThat(result.exitCode()).isNull();
            assertThat(result.failure()).startsWith("the connection was closed before an exit code came");
        });
    }

    @Test
    void anExecTakesNoRightBesideItsOwn() {
        proxy.play(Script.every(request -> !request.isExec(), new Fault.Answer(403, -1)));

        assertThat(echo().exitCode()).isEqualTo(3);
        assertThat(proxy.seen()).hasSize(1);
    }

    @Test
    void whatWasMadeAlthoughTheAnswerWasLostIsOurs() {
        proxy.play(Script.first(1, Request::isWrite, new Fault.AnswerLost(Cut.RESET)));
        ConfigMap wanted = map("ours", Map.of("netproof.dev/run", "run-1"));

        ConfigMap stored = cluster.create(wanted);

        assertThat(behind.read(wanted)).map(found -> found.getMetadata().getUid())
                .contains(stored.getMetadata().getUid());
    }

    @Test
    void whatAnotherMadeMeanwhileIsNot() {
        behind.create(map("theirs", Map.of("netproof.dev/run", "run-2")));
        proxy.play(Script.first(1, Request::isWrite, new Fault.AnswerLost(Cut.RESET)));

        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> cluster.create(map("theirs", Map.of("netproof.dev/run", "run-1"))))
                .withMessageContaining("already exists");
    }

    @Test
    void awaitsAPodWithoutTheRightToWatchOrToGet() {
        proxy.play(Script.every(request -> request.isWatch() || request.path().endsWith("/pods/listed"),
                new Fault.Answer(403, -1)));

        Pod created = behind.create(pod("listed"));
        assertThat(cluster.await(created, ClusterBehindFaultsTests::runs, LIMIT).getMetadata().getUid())
                .isEqualTo(created.getMetadata().getUid());
    }

    @Test
    void namesTheRightThatIsMissingWhenAPodMayNotBeSeenAtAll() {
        proxy.play(Script.every(request -> true, new Fault.Answer(403, -1)));

        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> cluster.await(pod, now -> false, LIMIT))
                .withMessageContaining("verbs: [\"get\"]");
    }

    @Test
    void noticesWithADeafWatchThatAPodIsGone() {
        Pod mortal = behind.await(behind.create(pod("mortal")), ClusterBehindFaultsTests::runs, LIMIT);
        proxy.play(Script.every(Request::isWatch, new Fault.StreamCut(Moment.OPENED, Cut.SILENT)));

        behind.delete(mortal);
        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> cluster.await(mortal, now -> false, LIMIT))
                .withMessage("Pod mortal in namespace shop is gone.");
    }

    @Test
    void waitsAsLongAsTheServerAsksFor() {
        proxy.play(Script.first(1, Request::isRead, new Fault.Answer(429, 2)));
        long begun = System.nanoTime();

        assertThat(cluster.pod("shop", "there").getMetadata().getUid()).isEqualTo(pod.getMetadata().getUid());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void doesNotWaitForLongerThanACallMayTake() {
        proxy.play(Script.every(Request::isRead, new Fault.Answer(429, 3600)));

        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> cluster.pod("shop", "there"))
                .withMessageContaining("too busy (429)");
        assertThat(proxy.seen()).hasSize(1);
    }

    private static boolean runs(Pod pod) {
        return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
    }

    private static Pod pod(String name) {
        return new PodBuilder().withNewMetadata().withNamespace("shop").withName(name).endMetadata()
                .withNewSpec().addNewContainer().withName("app").withImage("app").endContainer().endSpec().build();
    }

    private static ConfigMap map(String name, Map<String, String> annotations) {
        return new ConfigMapBuilder().withNewMetadata().withName(name).withNamespace("shop")
                .withAnnotations(annotations).endMetadata().build();
    }
}
