package dev.netproof.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.netproof.plan.Placement;
import dev.netproof.plan.PodResources;
import dev.netproof.plan.ProbePodPlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbePodSpecTests {

    private static final RunMark MARK = new RunMark("run-1", "0.1.0", "payments");
    private static final ProbePodOptions OPTIONS = ProbePodOptions.of("probe:1");
    private static final Map<String, String> APP = Map.of("app", "checkout");

    private final ConfigMap owner = OwnerSpec.of("shop", MARK);

    ProbePodSpecTests() {
        owner.getMetadata().setUid("owner-uid");
    }

    @Nested
    class ToPolicies {

        @Test
        void looksLikeTheWorkload() {
            assertThat(pod(plan(APP)).getMetadata().getLabels())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("app", "checkout", "netproof.dev/probe", "true"));
        }

        @Test
        void carriesNoLabelThatDiffersFromRunToRun() {
            RunMark other = new RunMark("run-2", "0.2.0", "orders");

            assertThat(ProbePodSpec.of(plan(APP), other, OPTIONS, owner).getMetadata().getLabels())
                    .isEqualTo(pod(plan(APP)).getMetadata().getLabels());
        }

        @Test
        void namesItsRunInAnAnnotation() {
            assertThat(pod(plan(APP)).getMetadata().getAnnotations()).containsEntry("netproof.dev/run", "run-1");
        }
    }

    @Nested
    class ToControllers {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void belongsToAControllerOnlyWhenOneWouldAdoptIt(boolean adoptable) {
            ProbePodPlan plan = new ProbePodPlan("a", "shop", APP, null, List.of(), Placement.ANYWHERE, adoptable,
                    List.of(),
                    PodResources.SMALL, null);

            assertThat(pod(plan).getMetadata().getOwnerReferences()).singleElement()
                    .extracting(OwnerReference::getController)
                    .isEqualTo(adoptable);
        }

        @ParameterizedTest
        @ValueSource(strings = {"pod-template-hash", "controller-revision-hash", "pod-template-generation",
                "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index",
                "batch.kubernetes.io/job-name", "batch.kubernetes.io/controller-uid", "job-name", "controller-uid",
                "sidecar.istio.io/inject"})
        void dropsTheLabel(String label) {
            assertThat(pod(plan(Map.of("app", "checkout", label, "x"))).getMetadata().getLabels())
                    .containsOnlyKeys("app", "netproof.dev/probe");
        }

        @Test
        void isOwnedButNotControlledByTheOwnerOfTheRun() {
            List<OwnerReference> references = pod(plan(APP)).getMetadata().getOwnerReferences();

            assertThat(references).singleElement().satisfies(reference -> {
                assertThat(reference.getKind()).isEqualTo("ConfigMap");
                assertThat(reference.getName()).isEqualTo(owner.getMetadata().getName());
                assertThat(reference.getUid()).isEqualTo("owner-uid");
                assertThat(reference.getController()).isFalse();
                assertThat(reference.getBlockOwnerDeletion()).isFalse();
            });
        }
    }

    @Nested
    class ToServicesAndLoadBalancers {

        @Test
        void neverGetsReady() {
            assertThat(pod(plan(APP)).getSpec().getReadinessGates())
                    .extracting(gate -> gate.getConditionType()).containsExactly("netproof.dev/never-ready");
        }

        @Test
        void neverHasReadyContainers() {
            assertThat(container(plan(APP)).getReadinessProbe()).satisfies(probe -> {
                assertThat(probe.getExec().getCommand()).containsExactly("false");
                assertThat(probe.getInitialDelaySeconds()).isGreaterThan((int) Duration.ofDays(30).toSeconds());
            });
        }
    }

    @Nested
    class ToTheScheduler {

        @Test
        void goesAnywhereOnLinux() {
            Pod pod = pod(plan(APP));

            assertThat(pod.getSpec().getNodeSelector()).isEqualTo(Map.of("kubernetes.io/os", "linux"));
            assertThat(pod.getSpec().getNodeName()).isNull();
            assertThat(pod.getSpec().getAffinity()).isNull();
            assertThat(pod.getSpec().getTopologySpreadConstraints()).isEmpty();
        }

        @Test
        void goesWhereItsWorkloadMayOnLinuxAllTheSame() {
            Toleration edge = new TolerationBuilder().withKey("edge").withOperator("Exists").build();
            Placement placement = new Placement(null, Map.of("pool", "edge", "kubernetes.io/os", "any"),
                    List.of(edge));

            Pod pod = pod(new ProbePodPlan("a", "shop", APP, null, List.of(), placement, false, List.of(),
                    PodResources.SMALL, null));

            assertThat(pod.getSpec().getNodeSelector())
                    .isEqualTo(Map.of("pool", "edge", "kubernetes.io/os", "linux"));
            assertThat(pod.getSpec().getTolerations()).containsExactly(edge);
        }

        @Test
        void mayListenBelow1024WithoutACapability() {
            Pod pod = pod(plan(APP).listening(List.of(443, 8443)));

            assertThat(pod.getSpec().getSecurityContext().getSysctls()).singleElement().satisfies(sysctl -> {
                assertThat(sysctl.getName()).isEqualTo("net.ipv4.ip_unprivileged_port_start");
                assertThat(sysctl.getValue()).isEqualTo("0");
            });
            assertThat(pod(plan(APP).listening(List.of(8443))).getSpec().getSecurityContext().getSysctls()).isEmpty();
        }

        @Test
        void goesToTheNodeOfThePlanThroughTheScheduler() {
            Pod pod = pod(new ProbePodPlan("a", "shop", APP, null, List.of(), "node-7"));

            assertThat(pod.getSpec().getNodeName()).isNull();
            assertThat(pod.getSpec().getAffinity().getNodeAffinity()
                    .getRequiredDuringSchedulingIgnoredDuringExecution().getNodeSelectorTerms())
                    .singleElement().satisfies(term -> assertThat(term.getMatchFields()).singleElement()
                            .satisfies(field -> {
                                assertThat(field.getKey()).isEqualTo("metadata.name");
                                assertThat(field.getOperator()).isEqualTo("In");
                                assertThat(field.getValues()).containsExactly("node-7");
                            }));
        }

        @Test
        void asksForWhatItsPlanSays() {
            PodResources tight = new PodResources(Map.of("cpu", "50m"), Map.of("cpu", "60m"));

            assertThat(
                    container(new ProbePodPlan("a", "shop", APP, null, List.of(), Placement.ANYWHERE, false, List.of(),
                            tight, null))
                            .getResources())
                    .satisfies(resources -> {
                        assertThat(resources.getRequests()).isEqualTo(Map.of("cpu", Quantity.parse("50m")));
                        assertThat(resources.getLimits()).isEqualTo(Map.of("cpu", Quantity.parse("60m")));
                    });
        }

        @Test
        void asksForLittleAndIsLimited() {
            assertThat(container(plan(APP)).getResources()).satisfies(resources -> {
                assertThat(resources.getRequests()).containsEntry("cpu", Quantity.parse("10m"))
                        .containsEntry("memory", Quantity.parse("32Mi"));
                assertThat(resources.getLimits()).containsKeys("cpu", "memory");
            });
        }

        @Test
        void hasThePriorityThatIsAskedFor() {
            ProbePodOptions low = new ProbePodOptions("probe:1", Duration.ofMinutes(1), Duration.ofMinutes(1),
                    "netproof-low");

            assertThat(pod(plan(APP)).getSpec().getPriorityClassName()).isNull();
            assertThat(ProbePodSpec.of(plan(APP), MARK, low, owner).getSpec().getPriorityClassName())
                    .isEqualTo("netproof-low");
        }

        @Test
        void doesNotKeepItsNodeFromBeingRemoved() {
            assertThat(pod(plan(APP)).getMetadata().getAnnotations())
                    .containsEntry("cluster-autoscaler.kubernetes.io/safe-to-evict", "true");
        }
    }

    @Nested
    class ToAdmission {

        @Test
        void meetsTheRestrictedPodSecurityStandard() {
            Pod pod = pod(plan(APP));

            assertThat(pod.getSpec().getSecurityContext()).satisfies(context -> {
                assertThat(context.getRunAsNonRoot()).isTrue();
                assertThat(context.getRunAsUser()).isEqualTo(65532);
                assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            });
            assertThat(container(plan(APP)).getSecurityContext()).satisfies(context -> {
                assertThat(context.getRunAsNonRoot()).isTrue();
                assertThat(context.getRunAsUser()).isEqualTo(65532);
                assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                assertThat(context.getPrivileged()).isFalse();
                assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(context.getCapabilities().getAdd()).isEmpty();
                assertThat(context.getReadOnlyRootFilesystem()).isTrue();
                assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            });
            assertThat(pod.getSpec().getHostNetwork()).isNull();
            assertThat(pod.getSpec().getVolumes()).isEmpty();
        }

        @Test
        void statesItsServiceAccountAndPullSecretsAndMountsNoToken() {
            Pod pod = pod(new ProbePodPlan("a", "shop", APP, "checkout", List.of("registry"), null));

            assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("checkout");
            assertThat(pod.getSpec().getImagePullSecrets()).extracting(LocalObjectReference::getName)
                    .containsExactly("registry");
            assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSpec().getEnableServiceLinks()).isFalse();
        }

        @Test
        void takesTheDefaultServiceAccountWithoutAnother() {
            assertThat(pod(plan(APP)).getSpec().getServiceAccountName()).isEqualTo("default");
        }

        @Test
        void keepsMeshesOutByAnnotation() {
            assertThat(pod(plan(APP)).getMetadata().getAnnotations())
                    .containsEntry("sidecar.istio.io/inject", "false")
                    .containsEntry("linkerd.io/inject", "disabled");
        }
    }

    @Nested
    class ItsPulse {

        @Test
        void isAListenerThatItsKubeletReachesEverySecond() {
            Container container = container(plan(APP));

            assertThat(container.getLivenessProbe().getTcpSocket().getPort().getIntVal()).isEqualTo(20090);
            assertThat(container.getLivenessProbe().getPeriodSeconds()).isEqualTo(1);
            assertThat(container.getCommand()).last().asString().contains("nc -lk 20090");
        }

        @Test
        void neverEndsThePodHoweverLongNobodyGetsThrough() {
            assertThat(container(plan(APP)).getLivenessProbe().getFailureThreshold()).isGreaterThan(1_000_000);
        }

        @Test
        void makesNothingReady() {
            assertThat(container(plan(APP)).getReadinessProbe().getExec().getCommand()).containsExactly("false");
        }
    }

    @Nested
    class InTime {

        @Test
        void endsByItselfAndHasADeadlineBehindThat() {
            assertThat(container(plan(APP)).getCommand()).last().asString()
                    .endsWith("trap 'exit 0' TERM; sleep 900 & wait $!; exit 0");
            assertThat(pod(plan(APP)).getSpec().getActiveDeadlineSeconds()).isEqualTo(960);
            assertThat(pod(plan(APP)).getSpec().getRestartPolicy()).isEqualTo("Never");
        }

        @Test
        void endsWithinASecondWhenDeleted() {
            assertThat(pod(plan(APP)).getSpec().getTerminationGracePeriodSeconds()).isEqualTo(1);
        }
    }

    @Nested
    class Name {

        @Test
        void tellsPlanAndRun() {
            assertThat(pod(plan(APP)).getMetadata().getName()).isEqualTo("netproof-a-" + MARK.suffix());
        }

        @Test
        void staysWithinALabelsLengthAndDistinct() {
            String one = name("k".repeat(80) + "1");
            String two = name("k".repeat(80) + "2");

            assertThat(one).hasSize(63).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?").isNotEqualTo(two);
        }

        @Test
        void differsFromRunToRun() {
            assertThat(MARK.suffix()).isNotEqualTo(new RunMark("run-2", "", "").suffix());
        }

        private String name(String key) {
            return pod(new ProbePodPlan(key, "shop", APP, null, List.of(), null)).getMetadata().getName();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "2026-01-01T12:00", "a,b"})
    void refusesARunIdThatSelectorsCouldNotName(String runId) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RunMark(runId, "0.1.0", "payments"));
    }

    @Test
    void theOwnerIsMarkedAndNamesTheRunForSelectors() {
        assertThat(owner.getMetadata().getLabels()).containsEntry("netproof.dev/probe", "true")
                .containsEntry("netproof.dev/run", "run-1").containsEntry("app.kubernetes.io/managed-by", "netproof");
        assertThat(owner.getMetadata().getAnnotations()).containsEntry("netproof.dev/run", "run-1")
                .containsEntry("netproof.dev/version", "0.1.0").containsEntry("netproof.dev/matrices", "payments");
    }

    private Pod pod(ProbePodPlan plan) {
        return ProbePodSpec.of(plan, MARK, OPTIONS, owner);
    }

    private Container container(ProbePodPlan plan) {
        return pod(plan).getSpec().getContainers().getFirst();
    }

    private static ProbePodPlan plan(Map<String, String> labels) {
        return new ProbePodPlan("a", "shop", labels, null, List.of(), null);
    }
}
