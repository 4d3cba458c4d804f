package dev.netproof.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.snapshot.Workload;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.Snapshots;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Probe pods carry {@code app: checkout-api} in namespace shop, where a Deployment of that name lives. */
class PodAdmissionTests {

    private final List<Workload> adopters = new ArrayList<>();
    private final List<PodDisruptionBudget> budgets = new ArrayList<>();
    private final List<HorizontalPodAutoscaler> autoscalers = new ArrayList<>();
    private final List<LimitRange> limitRanges = new ArrayList<>();
    private final List<ResourceQuota> quotas = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();

    private Plan plan(Source... sources) {
        Snapshot shop = Snapshots.shop().replica("payments", "payments-api", 0, true, 0).snapshot();
        workloads.addAll(0, shop.workloads());
        pods.addAll(0, shop.pods());
        services.addAll(0, shop.services());
        Edges[] edges = new Edges[sources.length];
        for (int i = 0; i < sources.length; i++) {
            edges[i] = Edges.allow("e" + i, sources[i]);
        }
        return new Planner(
                new Snapshot(shop.namespaces(), workloads, pods, services, shop.endpointSlices(), shop.nodes()),
                new Surroundings(adopters, budgets, autoscalers, limitRanges, quotas, unread), Map.of())
                .plan(List.of(Edges.matrix(edges)));
    }

    private ProbePodPlan launched() {
        Plan plan = plan(Edges.CHECKOUT);
        assertThat(plan.edges()).hasOnlyElementsOfType(Probed.class);
        return plan.pods().get(0);
    }

    private Obstructed refused() {
        Plan plan = plan(Edges.CHECKOUT);
        assertThat(plan.pods()).isEmpty();
        return (Obstructed) plan.edges().get(0);
    }

    private static <T> T object(Class<T> type, String yaml) {
        return Serialization.unmarshal("---\n" + yaml, type);
    }

    private static Workload workload(String kind, String app, String spec) {
        return new Workload(kind, "shop", app + "-owner",
                new LabelSelectorBuilder().addToMatchLabels("app", app).build(),
                new PodTemplateSpecBuilder().withNewMetadata().addToLabels("app", app).endMetadata()
                        .withSpec(object(PodSpec.class, spec)).build());
    }

    @Nested
    class Traffic {

        private void service(String namespace, String app, boolean publishes) {
            services.add(
                    object(Service.class, """
                                          metadata: {name: gossip, namespace: %s}
                                          spec: {clusterIP: None, publishNotReadyAddresses: %s, selector: {app: %s}}
                                          """.formatted(namespace, publishes, app)));
        }

        @Test
        void isNotSentToAProbePodByAServiceThatPublishesWhatIsNotReady() {
            service("shop", "checkout-api", true);

            assertThat(refused().reason())
                    .isEqualTo("no probe pod is launched with the labels {app=checkout-api} in shop: "
                            + "Service shop/gossip publishes addresses that are not ready, so it would send traffic to it");
            assertThat(refused().advice()).contains("pods:");
        }

        @ParameterizedTest
        @CsvSource({"shop, checkout-api, false", "shop, other, true", "payments, checkout-api, true"})
        void isNoneOfAnyOtherService(String namespace, String app, boolean publishes) {
            service(namespace, app, publishes);

            assertThat(launched().namespace()).isEqualTo("shop");
        }
    }

    @Nested
    class TheScheduler {

        private static final String REPELS = "{requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, %s}]}";

        private void antiAffinity(String kind, String term) {
            workloads.add(workload(kind, "other",
                    "{affinity: {podAntiAffinity: %s}, containers: []}".formatted(REPELS.formatted(term))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"labelSelector: {matchLabels: {app: checkout-api}}", "labelSelector: {}",
                "labelSelector: {}, namespaces: [shop]", "labelSelector: {}, namespaceSelector: {}",
                "labelSelector: {matchExpressions: [{key: app, operator: Exists}]}, matchLabelKeys: [app]"})
        void isNotAskedToKeepARealPodAwayFromAProbe(String term) {
            antiAffinity("Deployment", term);

            assertThat(refused().reason())
                    .endsWith("the required anti-affinity of Deployment shop/other-owner would count it, "
                            + "so it or a real pod might not be scheduled");
        }

        @ParameterizedTest
        @ValueSource(strings = {"labelSelector: {matchLabels: {app: other}}",
                "labelSelector: {}, namespaces: [payments]",
                "labelSelector: {}, namespaceSelector: {matchLabels: {tier: gold}}",
                "labelSelector: {}, matchLabelKeys: [pod-template-hash]", "namespaces: [shop]"})
        void mayKeepOthersApart(String term) {
            antiAffinity("Deployment", term);

            assertThat(launched().namespace()).isEqualTo("shop");
        }

        @Test
        void mayPreferToKeepThemApart() {
            workloads
                    .add(workload("Deployment", "other", """
                                                         affinity:
                                                           podAntiAffinity:
                                                             preferredDuringSchedulingIgnoredDuringExecution:
                                                               - weight: 100
                                                                 podAffinityTerm: {topologyKey: zone, labelSelector: {}}
                                                         containers: []
                                                         """));

            assertThat(launched().namespace()).isEqualTo("shop");
        }

        @Test
        void countsTheRulesOfPodsThatAreOlderThanTheirTemplate() {
            pods.add(object(Pod.class, """
                                       metadata: {name: old, namespace: shop, uid: old, labels: {app: old}}
                                       spec: {affinity: {podAntiAffinity: %s}, containers: []}
                                       status: {phase: Running}
                                       """.formatted(REPELS.formatted("labelSelector: {}"))));

            assertThat(refused().reason()).contains("the required anti-affinity of pod shop/old");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                                                DoNotSchedule  | {matchLabels: {app: checkout-api}} |                     | true
                                                ScheduleAnyway | {matchLabels: {app: checkout-api}} |                     | false
                                                DoNotSchedule  | {matchLabels: {app: other}}        |                     | false
                                                DoNotSchedule  | {matchLabels: {app: checkout-api}} | [pod-template-hash] | false
                                                DoNotSchedule  | {matchLabels: {app: checkout-api}} | [app]               | true
                                                """)
        void doesNotSpreadRealPodsByWhereAProbeIs(String unsatisfiable, String selector, String keys, boolean counted) {
            workloads.add(workload("Deployment", "checkout-api",
                    "{topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: %s, labelSelector: %s%s}], containers: []}"
                            .formatted(unsatisfiable, selector, keys == null ? "" : ", matchLabelKeys: " + keys)));

            if (counted) {
                assertThat(refused().reason()).contains(
                        "a topology spread of Deployment shop/checkout-api-owner (DoNotSchedule) would count it");
            } else {
                assertThat(launched().namespace()).isEqualTo("shop");
            }
        }
    }

    @Nested
    class Controllers {

        @ParameterizedTest
        @ValueSource(strings = {"ReplicaSet", "ReplicationController"})
        void wouldAdoptAPodThatHasNone(String kind) {
            adopters.add(workload(kind, "checkout-api", "{containers: []}"));

            assertThat(launched().adoptable()).isTrue();
            assertThat(plan(Edges.CHECKOUT).remarks()).singleElement().asString()
                    .matches("Probe pod checkout-[0-9a-f]{8}: " + kind
                            + " shop/checkout-api-owner would adopt it, so its owner is a controller");
        }

        @Test
        void includeDaemonSets() {
            workloads.add(workload("DaemonSet", "checkout-api", "{containers: []}"));

            assertThat(launched().adoptable()).isTrue();
        }

        @Test
        void doNotAdoptByANameOrAHash() {
            workloads.add(workload("StatefulSet", "checkout-api", "{containers: []}"));
            adopters.add(workload("ReplicaSet", "other", "{containers: []}"));

            assertThat(launched().adoptable()).isFalse();
            assertThat(plan(Edges.CHECKOUT).remarks()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"shop, checkout-api, true", "shop, other, false", "payments, checkout-api, false"})
        void disturbTheBudgetThatCoversThePod(String namespace, String app, boolean covered) {
            adopters.add(workload("ReplicaSet", "checkout-api", "{containers: []}"));
            budgets.add(object(PodDisruptionBudget.class, """
                                                          metadata: {name: steady, namespace: %s}
                                                          spec: {maxUnavailable: 1, selector: {matchLabels: {app: %s}}}
                                                          """.formatted(namespace, app)));

            String remark = plan(Edges.CHECKOUT).remarks().get(0);
            assertThat(
                    remark.endsWith("PodDisruptionBudget shop/steady may allow no eviction while the probe pod lives"))
                    .isEqualTo(covered);
        }
    }

    @ParameterizedTest
    @CsvSource({"ContainerResource, checkout-api, true", "Resource, checkout-api, false",
            "ContainerResource, other, false"})
    void anAutoscalerThatReadsAContainerIsRemarked(String metric, String target, boolean remarked) {
        autoscalers.add(object(HorizontalPodAutoscaler.class,
                """
                metadata: {name: scale, namespace: shop}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
                  metrics: [{type: %s}]
                """.formatted(target, metric)));

        Plan plan = plan(Edges.CHECKOUT);

        assertThat(plan.pods()).hasSize(1);
        assertThat(plan.remarks().stream()
                .anyMatch(remark -> remark.endsWith("HorizontalPodAutoscaler shop/scale reads a "
                        + "container that it lacks, and holds its scale while the probe pod lives")))
                .isEqualTo(remarked);
    }

    @Nested
    class LimitRanges {

        private void limits(String items) {
            limitRanges.add(object(LimitRange.class,
                    "{metadata: {name: limits, namespace: shop}, spec: {limits: %s}}".formatted(items)));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                                                []                                                              | 10m  | 500m
                                                [{type: Container, min: {cpu: 50m}}]                            | 50m  | 500m
                                                [{type: Container, min: {cpu: 1}}]                              | 1    | 1
                                                [{type: Pod, min: {cpu: 20m}}]                                  | 20m  | 500m
                                                [{type: Container, max: {cpu: 200m}}]                           | 10m  | 200m
                                                [{type: Container, max: {cpu: 5m}}]                             | 5m   | 5m
                                                [{type: Container, maxLimitRequestRatio: {cpu: 4}}]             | 10m  | 40m
                                                [{type: Container, min: {cpu: 50m}, maxLimitRequestRatio: {cpu: 4}}] | 50m | 200m
                                                [{type: PersistentVolumeClaim, min: {storage: 1Gi}}]            | 10m  | 500m
                                                """)
        void areKept(String items, String request, String limit) {
            limits(items);

            PodResources resources = launched().resources();

            assertThat(resources.requests().get("cpu")).isEqualTo(request);
            assertThat(resources.limits().get("cpu")).isEqualTo(limit);
        }

        @Test
        void boundMemoryInItsOwnUnit() {
            limits("[{type: Container, min: {memory: 64Mi}, max: {memory: 128Mi}}]");

            assertThat(launched().resources().requests()).containsEntry("memory", "64Mi");
            assertThat(launched().resources().limits()).containsEntry("memory", "128Mi");
        }

        @Test
        void ofOtherNamespacesAreNone() {
            limitRanges.add(object(LimitRange.class,
                    "{metadata: {name: a, namespace: payments}, spec: {limits: [{type: Container, min: {cpu: 4}}]}}"));

            assertThat(launched().resources()).isEqualTo(PodResources.SMALL);
        }
    }

    @Nested
    class Quotas {

        private static final Source SECOND = new Source("second",
                new Identity.Labelled("shop", Map.of("app", "second")));

        private void quota(String spec, String hard, String used) {
            quotas.add(object(ResourceQuota.class,
                    "{metadata: {name: team, namespace: shop}, spec: %s, status: {hard: %s, used: %s}}".formatted(spec,
                            hard, used)));
        }

        @Test
        void thatAreUsedUpKeepAProbePodOut() {
            quota("{}", "{pods: 10}", "{pods: 10}");

            assertThat(refused().reason()).isEqualTo(
                    "ResourceQuota shop/team has no room for another probe pod: of pods 10, 10 is used");
            assertThat(refused().advice()).startsWith("Raise the quota");
        }

        @Test
        void areSharedByThePodsOfOneRun() {
            quota("{}", "{pods: 10}", "{pods: 9}");

            Plan plan = plan(Edges.CHECKOUT, SECOND, Edges.CHECKOUT);

            assertThat(plan.pods()).hasSize(1);
            assertThat(plan.edges().get(0)).isInstanceOf(Probed.class);
            assertThat(plan.edges().get(1)).isInstanceOfSatisfying(Obstructed.class, edge -> assertThat(edge.reason())
                    .endsWith("of pods 10, 9 is used, and this run takes the rest"));
            assertThat(plan.edges().get(2)).isInstanceOf(Probed.class);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                                                {}                                          | {requests.cpu: 1}      | {requests.cpu: 995m}   | true
                                                {}                                          | {cpu: 1}               | {cpu: 995m}            | true
                                                {}                                          | {limits.memory: 1Gi}   | {limits.memory: 900Mi} | true
                                                {}                                          | {limits.memory: 1Gi}   | {limits.memory: 700Mi} | false
                                                {}                                          | {count/pods: 3}        | {count/pods: 3}        | true
                                                {}                                          | {count/secrets: 3}     | {count/secrets: 3}     | false
                                                {scopes: [Terminating]}                     | {pods: 1}              | {pods: 1}              | true
                                                {scopes: [NotTerminating]}                  | {pods: 1}              | {pods: 1}              | false
                                                {scopes: [BestEffort]}                      | {pods: 1}              | {pods: 1}              | false
                                                {scopeSelector: {matchExpressions: []}}     | {pods: 1}              | {pods: 1}              | false
                                                {}                                          | {pods: 1}              | {}                     | false
                                                """)
        void countWhatAProbePodTakes(String spec, String hard, String used, boolean full) {
            quota(spec, hard, used);

            assertThat(plan(Edges.CHECKOUT).pods().isEmpty()).isEqualTo(full);
        }
    }

    @Test
    void whatMayNotBeReadIsRemarked() {
        unread.add("limitranges in shop");
        unread.add("resourcequotas in shop");

        assertThat(plan(Edges.CHECKOUT).remarks())
                .containsExactly("What probe pods do to these is not known, for want of the "
                        + "right to list them: limitranges in shop, resourcequotas in shop");
    }

    @Nested
    class LiveLabels {

        private void replica(String name, String labels) {
            pods.add(object(Pod.class, """
                                       metadata: {name: %s, namespace: shop, uid: %s, labels: %s}
                                       spec: {containers: []}
                                       status: {phase: Running}
                                       """.formatted(name, name, labels)));
        }

        @Test
        void thatDifferFromTheTemplateAreRemarked() {
            replica("a", "{app: checkout-api, pod-template-hash: abc}");
            replica("b", "{app: checkout-api, pod-template-hash: abc, track: canary}");

            assertThat(plan(Edges.CHECKOUT).remarks())
                    .containsExactly("Deployment shop/checkout-api: pod b has other labels "
                            + "than its template, so policies may treat it otherwise than the probe pod");
        }

        @Test
        void areNamedUpToThree() {
            for (String name : List.of("a", "b", "c", "d", "e")) {
                replica(name, "{app: checkout-api, track: canary}");
            }

            assertThat(plan(Edges.CHECKOUT).remarks().get(0))
                    .contains("pod a, pod b, pod c and 2 more have other labels");
        }
    }
}
