package dev.netproof.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.OwnKind;
import dev.netproof.evidence.ProbePod;
import dev.netproof.plan.ProbePodPlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProbePodsTests {

    private static final RunMark MARK = new RunMark("run-1", "0.1.0", "payments");
    private static final List<ProbePodPlan> PLANS = List.of(plan("a", "shop"), plan("b", "shop"),
            plan("c", "payments"));

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void nothingStaysInterrupted() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Nested
    class Launching {

        @Test
        void returnsAPodForEachPlanInTheirOrder() {
            try (ProbePods pods = launch()) {
                assertThat(pods.launches()).hasOnlyElementsOfType(Launch.Running.class)
                        .extracting(Launch::plan).isEqualTo(PLANS);
                assertThat(pods.launches().getFirst().evidence()).isEqualTo(new ProbePod("shop",
                        "netproof-a-" + MARK.suffix(), uid(pods.launches().getFirst()), "10.0.0.7", null,
                        Map.of("app", "a", "netproof.dev/probe", "true")));
            }
        }

        @Test
        void makesOneOwnerANamespaceThatOwnsItsPods() {
            try (ProbePods pods = launch()) {
                assertThat(pods.launches()).isNotEmpty();
                Map<String, String> owners = Map.of("shop", owner("shop"), "payments", owner("payments"));
                assertThat(cluster.objects()).filteredOn(Pod.class::isInstance).hasSize(3)
                        .allSatisfy(pod -> assertThat(pod.getMetadata().getOwnerReferences()).singleElement()
                                .satisfies(reference -> assertThat(reference.getUid())
                                        .isEqualTo(owners.get(pod.getMetadata().getNamespace()))));
            }
        }

        private String owner(String namespace) {
            return cluster.objects().stream()
                    .filter(object -> object instanceof ConfigMap
                            && namespace.equals(object.getMetadata().getNamespace()))
                    .map(object -> object.getMetadata().getUid()).findFirst().orElseThrow();
        }
    }

    @Nested
    class WhenSomePodsFail {

        @Test
        void theOthersWork() {
            cluster.kubelet = pod -> isNamed(pod, "b")
                    ? FakeCluster.waiting("ImagePullBackOff", "no such image") : FakeCluster.running();

            try (ProbePods pods = launch()) {
                assertThat(pods.launches()).extracting(Launch::getClass).extracting(Class::getSimpleName)
                        .containsExactly("Running", "Failed", "Running");
                assertThat(failure(pods, 1)).isEqualTo("ImagePullBackOff: no such image");
            }
            assertThat(cluster.objects()).isEmpty();
        }

        @Test
        void aPodThatMayNotBeCreatedSaysWhy() {
            cluster.admits = object -> !isNamed(object, "a");

            try (ProbePods pods = launch()) {
                assertThat(failure(pods, 0)).startsWith("Not allowed to create pod netproof-a-");
                assertThat(pods.launches().get(1)).isInstanceOf(Launch.Running.class);
            }
        }

        @Test
        void aNamespaceThatTakesNoOwnerFailsItsPodsOnly() {
            cluster.admits = object -> !(object instanceof ConfigMap
                    && "shop".equals(object.getMetadata().getNamespace()));

            try (ProbePods pods = launch()) {
                assertThat(failure(pods, 0)).startsWith("Not allowed to create configmap");
                assertThat(failure(pods, 1)).startsWith("Not allowed to create configmap");
                assertThat(pods.launches().get(2)).isInstanceOf(Launch.Running.class);
            }
        }

        @Test
        void aPodThatDoesNotStartSaysWhatItWaitsFor() {
            cluster.kubelet = pod -> FakeCluster.waiting("ContainerCreating", "mounting");

            try (ProbePods pods = launch()) {
                assertThat(failure(pods, 0)).isEqualTo(
                        "the pod did not start within 60 s, it waits for: ContainerCreating: mounting");
            }
        }

        private static String failure(ProbePods pods, int index) {
            return ((Launch.Failed) pods.launches().get(index)).reason();
        }
    }

    @Nested
    class Removing {

        @Test
        void leavesNothing() {
            ProbePods pods = launch();

            Removal removal = pods.remove();

            assertThat(removal.complete()).isTrue();
            assertThat(removal.removed()).hasSize(5);
            assertThat(removal.remark()).isEmpty();
            assertThat(cluster.objects()).isEmpty();
        }

        @Test
        void leavesNothingBehindAnException() {
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> {
                try (ProbePods pods = launch()) {
                    throw new IllegalStateException("the run broke with " + pods.launches().size() + " pods");
                }
            });

            assertThat(cluster.objects()).isEmpty();
        }

        @Test
        void leavesNothingWhenTheLaunchItselfBreaks() {
            cluster.kubelet = pod -> {
                if (isNamed(pod, "c")) {
                    throw new IllegalStateException("unforeseen");
                }
                return FakeCluster.running();
            };

            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(ProbePodsTests.this::launch)
                    .withMessage("unforeseen");
            assertThat(cluster.objects()).isEmpty();
        }

        @Test
        void leavesNothingWhenInterruptedAndStaysInterrupted() {
            ProbePods pods = launch();
            Thread.currentThread().interrupt();

            pods.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(cluster.objects()).isEmpty();
        }

        @Test
        void leavesNothingWhenTheLaunchIsInterrupted() {
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(ClusterException.class).isThrownBy(ProbePodsTests.this::launch);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(cluster.objects()).isEmpty();
        }

        @Test
        void removesAPodWhoseCreationWasNotConfirmed() {
            cluster.kubelet = pod -> FakeCluster.running();
            cluster.admits = object -> {
                if (isNamed(object, "c")) {
                    cluster.admits = other -> true;
                    cluster.create(object);
                    throw new ClusterException("No answer in time.");
                }
                return true;
            };

            launch().close();

            assertThat(cluster.objects()).isEmpty();
        }

        @Test
        void doesNotTouchAForeignObjectOfTheSameName() {
            ConfigMap foreign = new ConfigMapBuilder().withNewMetadata().withNamespace("shop")
                    .withName("netproof-run-" + MARK.suffix()).endMetadata().build();
            cluster.create(foreign);

            launch().close();

            assertThat(cluster.objects()).containsExactly(foreign);
        }

        @Test
        void namesWhatItCouldNotRemoveAndTheCommandThatDoes() {
            cluster.deletes = object -> !"payments".equals(object.getMetadata().getNamespace());
            ProbePods pods = launch();

            Removal removal = pods.remove();

            assertThat(removal.complete()).isFalse();
            assertThat(removal.removed()).hasSize(3);
            assertThat(removal.remark()).contains("Left behind: pod netproof-c-" + MARK.suffix()
                    + " in namespace payments: Not allowed to delete")
                    .contains("`kubectl delete pod -n payments netproof-c-" + MARK.suffix() + "`");
        }

        @Test
        void closingSaysSoByAnException() {
            cluster.deletes = object -> false;
            ProbePods pods = launch();

            assertThatExceptionOfType(ClusterException.class).isThrownBy(pods::close)
                    .withMessageContaining("kubectl delete configmap -n shop");
        }

        @Test
        void closingIsSilentWhenTheRemovalWasAskedForBefore() {
            cluster.deletes = object -> false;
            ProbePods pods = launch();

            assertThat(pods.remove().complete()).isFalse();
            pods.close();
        }

        @Test
        void isSeenByNameWhereNothingMayBeListed() {
            ProbePods pods = launch();
            cluster.mayNotList = EnumSet.allOf(OwnKind.class);

            Removal removal = pods.remove();

            assertThat(cluster.objects()).isEmpty();
            assertThat(removal.remark()).isEmpty();
            assertThat(removal.removed()).hasSize(5);
        }

        @Test
        void doesNotTakeAnotherObjectOfTheNameForItsOwn() {
            ProbePods pods = launch();
            cluster.mayNotList = EnumSet.allOf(OwnKind.class);
            HasMetadata owner = cluster.objects().getFirst();
            cluster.delete(owner);
            ConfigMap foreign = new ConfigMapBuilder().withNewMetadata().withName(owner.getMetadata().getName())
                    .withNamespace(owner.getMetadata().getNamespace()).endMetadata().build();
            cluster.deletes = object -> !ObjectRef.of(object).equals(ObjectRef.of(foreign));
            cluster.create(foreign);

            assertThat(pods.remove().complete()).isTrue();
            assertThat(cluster.objects()).containsExactly(foreign);
        }

        @Test
        void namesWhatStaysWhereNothingMayBeListed() {
            ProbePods pods = launch();
            cluster.mayNotList = EnumSet.allOf(OwnKind.class);
            cluster.lingers = object -> true;

            assertThat(pods.remove().leftovers()).hasSize(5)
                    .allSatisfy(left -> assertThat(left.reason()).startsWith("deleted, but still there after"));
        }

        @Test
        void isNotBelievedWhenNobodyMayLook() {
            ProbePods pods = launch();
            cluster.mayNotList = EnumSet.allOf(OwnKind.class);
            cluster.mayGet = false;

            Removal removal = pods.remove();

            assertThat(cluster.objects()).isEmpty();
            assertThat(removal.removed()).isEmpty();
            assertThat(removal.leftovers()).hasSize(5).allSatisfy(
                    left -> assertThat(left.reason()).isEqualTo("not seen to be gone: Not allowed to get."));
        }
    }

    private ProbePods launch() {
        return ProbePods.launch(cluster, MARK, ProbePodOptions.of("probe:1"), PLANS,
                new Leftovers(cluster, InstantSource.system(), Duration.ofMillis(300)));
    }

    private static boolean isNamed(HasMetadata object, String key) {
        return object.getMetadata().getName().startsWith("netproof-" + key + "-");
    }

    private static String uid(Launch launch) {
        return ((Launch.Running) launch).pod().getMetadata().getUid();
    }

    private static ProbePodPlan plan(String key, String namespace) {
        return new ProbePodPlan(key, namespace, Map.of("app", key), null, List.of(), null);
    }
}
