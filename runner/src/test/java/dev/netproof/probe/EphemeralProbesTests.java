package dev.netproof.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.netproof.cluster.ExecResult;
import dev.netproof.plan.LivePod;
import dev.netproof.plan.Placement;
import dev.netproof.plan.PodResources;
import dev.netproof.plan.ProbePodPlan;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers in pods of somebody else. */
class EphemeralProbesTests {

    private static final RunMark MARK = new RunMark("run-1", "0.1.0", "payments");
    private static final String NAME = "netproof-" + MARK.suffix();

    private final FakeCluster cluster = new FakeCluster();
    private final List<String> execs = Collections.synchronizedList(new ArrayList<>());
    private final EphemeralProbes probes = new EphemeralProbes(cluster, MARK, ProbePodOptions.of("probe:1"));
    private Pod web = new Pod();
    private Pod batch = new Pod();

    @BeforeEach
    void podsThatAreThere() {
        web = cluster.create(pod("web"));
        batch = cluster.create(pod("batch"));
        cluster.program = (pod, stdin) -> {
            execs.add(pod.getMetadata().getName());
            return new ExecResult("", "", 0, "", FakeCluster.CREATED, FakeCluster.CREATED);
        };
    }

    private static Pod pod(String name) {
        return new PodBuilder().withNewMetadata().withNamespace("shop").withName(name).endMetadata().withNewSpec()
                .addNewContainer().withName("app").endContainer().endSpec().build();
    }

    private static ProbePodPlan within(String key, Pod pod, String uid) {
        return new ProbePodPlan(key, "shop", Map.of(), null, List.of(), Placement.ANYWHERE, false, List.of(),
                PodResources.SMALL, new LivePod("shop", pod.getMetadata().getName(), uid, null));
    }

    private static ProbePodPlan within(String key, Pod pod) {
        return within(key, pod, pod.getMetadata().getUid());
    }

    private List<EphemeralContainer> guests(Pod pod) {
        return cluster.pod("shop", pod.getMetadata().getName()).getSpec().getEphemeralContainers();
    }

    private String failure(Launch launch) {
        assertThat(launch).isInstanceOf(Launch.Failed.class);
        return ((Launch.Failed) launch).reason();
    }

    @Test
    void runInThePodWithItsIdentity() {
        Launch launch = probes.start(List.of(within("a", web))).get(0);

        assertThat(launch).isInstanceOfSatisfying(Launch.Running.class, running -> {
            assertThat(running.container()).isEqualTo(NAME);
            assertThat(running.evidence().name()).isEqualTo("web");
            assertThat(running.evidence().uid()).isEqualTo(web.getMetadata().getUid());
        });
        assertThat(guests(web)).extracting(EphemeralContainer::getName).containsExactly(NAME);
    }

    @Test
    void areSharedByAllThatIsToBeProbedFromAPod() {
        List<Launch> launches = probes.start(List.of(within("a", web), within("b", batch), within("c", web)));

        assertThat(launches).extracting(launch -> launch.plan().key()).containsExactly("a", "b", "c");
        assertThat(guests(web)).hasSize(1);
    }

    @Test
    void oneThatIsRefusedLeavesTheOthersAlone() {
        cluster.admitsGuests = pod -> !pod.getMetadata().getName().equals("web");

        List<Launch> launches = probes.start(List.of(within("a", web), within("b", batch)));

        assertThat(failure(launches.get(0))).contains("Admission forbids");
        assertThat(launches.get(1)).isInstanceOf(Launch.Running.class);
    }

    @Test
    void aPodThatTookTheNameOfAnotherIsLeftAlone() {
        assertThat(failure(probes.start(List.of(within("a", web, "another"))).get(0))).contains("another by now");
        assertThat(guests(web)).isEmpty();
    }

    @Test
    void aPodThatIsGoneIsNamed() {
        cluster.delete(web);

        assertThat(failure(probes.start(List.of(within("a", web))).get(0))).isEqualTo("Pod web is gone.");
    }

    @Test
    void oneWhoseImageCannotBePulledSaysSo() {
        cluster.guestState = pod -> new ContainerStateBuilder().withNewWaiting().withReason("ImagePullBackOff")
                .withMessage("no such image").endWaiting().build();

        assertThat(failure(probes.start(List.of(within("a", web))).get(0)))
                .isEqualTo("ImagePullBackOff: no such image");
    }

    @Test
    void oneThatDoesNotStartSaysWhatItWaitsFor() {
        cluster.guestState = pod -> new ContainerStateBuilder().withNewWaiting().withReason("ContainerCreating")
                .endWaiting().build();

        assertThat(failure(probes.start(List.of(within("a", web))).get(0)))
                .isEqualTo("the container did not start within 60 s, it waits for: ContainerCreating");
    }

    @Test
    void theirProcessesAreEndedOnce() {
        probes.start(List.of(within("a", web), within("b", batch)));

        probes.end();
        probes.end();

        assertThat(execs).containsExactlyInAnyOrder("web", "batch");
    }

    @Test
    void satisfyPodSecurityByThemselves() {
        EphemeralContainer container = EphemeralSpec.of(MARK, ProbePodOptions.of("probe:1"));

        assertThat(container.getSecurityContext()).satisfies(context -> {
            assertThat(context.getRunAsNonRoot()).isTrue();
            assertThat(context.getRunAsUser()).isPositive();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getPrivileged()).isFalse();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        });
    }

    @Test
    void haveNothingThatTheApiRefusesOfThem() {
        EphemeralContainer container = EphemeralSpec.of(MARK, ProbePodOptions.of("probe:1"));

        assertThat(container.getResources()).isNull();
        assertThat(container.getPorts()).isEmpty();
        assertThat(container.getReadinessProbe()).isNull();
        assertThat(container.getTargetContainerName()).isNull();
    }

    @Test
    void endByThemselves() {
        assertThat(EphemeralSpec.of(MARK, ProbePodOptions.of("probe:1")).getCommand())
                .containsExactly("sh", "-c", "trap 'exit 0' TERM; sleep 900 & wait; exit 0", NAME);
    }
}
