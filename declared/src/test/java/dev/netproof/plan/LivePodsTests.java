package dev.netproof.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.netproof.evidence.Place;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.Snapshots;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Peers that are pods which are there. */
class LivePodsTests {

    private static final EphemeralUse CONSENT = new EphemeralUse(true, false);
    private static final Source BATCH = pods(new PodSelection.OfWorkload(WorkloadKind.DEPLOYMENT, "checkout-api"));
    private static final Source LABELLED = pods(new PodSelection.Labelled(Map.of("app", "checkout-api")));

    private static Source pods(PodSelection selection) {
        return new Source("checkout", new Identity.OfPods("shop", selection));
    }

    private static Snapshots shop() {
        return Snapshots.shop().replica("payments", "payments-api", 9, true, 0);
    }

    private static Plan plan(Snapshots snapshots, EphemeralUse use, Edges... edges) {
        return new Planner(snapshots.snapshot(), Surroundings.NONE, LaunchFacts.NOTHING, use)
                .plan(List.of(Edges.matrix(edges)));
    }

    private static LivePod host(Plan plan) {
        return Objects.requireNonNull(plan.pods().get(0).within());
    }

    private static Obstructed obstacle(Plan plan) {
        assertThat(plan.pods()).isEmpty();
        return (Obstructed) plan.edges().get(0);
    }

    @Nested
    class AsASource {

        @Test
        void takesTheConsentOfWhoeverStartsTheRun() {
            Obstructed edge = obstacle(plan(shop().replica("shop", "checkout-api", 0, true, 0), EphemeralUse.NONE,
                    Edges.allow("a", BATCH)));

            assertThat(edge.reason()).contains("ephemeral container", "deployment/checkout-api in shop", "consent");
            assertThat(edge.advice()).contains("--ephemeral");
        }

        @Test
        void isOneOfItsPodsTheFirstThatIsReady() {
            Plan plan = plan(shop().replica("shop", "checkout-api", 0, false, 0)
                    .replica("shop", "checkout-api", 2, true, 0).replica("shop", "checkout-api", 1, true, 0), CONSENT,
                    Edges.allow("a", BATCH), Edges.deny("b", LABELLED));

            assertThat(plan.pods()).extracting(pod -> Objects.requireNonNull(pod.within()).name())
                    .containsOnly("checkout-api-1");
            assertThat(plan.pods().get(0).labels()).isEqualTo(Map.of("app", "checkout-api"));
            assertThat(host(plan)).isEqualTo(
                    new LivePod("shop", "checkout-api-1", "uid-checkout-api-1", "node-1"));
        }

        @Test
        void isNeverAProbePod() {
            Plan plan = plan(shop().probePod("shop", "checkout-api").replica("shop", "checkout-api", 0, true, 0),
                    CONSENT, Edges.allow("a", LABELLED));

            assertThat(host(plan).name()).isEqualTo("checkout-api-0");
        }

        @Test
        void keepsItsKeyWhenAnotherPodTakesItsPlace() {
            Plan before = plan(shop().replica("shop", "checkout-api", 0, true, 0), CONSENT, Edges.allow("a", BATCH));
            Plan after = plan(shop().replica("shop", "checkout-api", 1, true, 0), CONSENT, Edges.allow("a", BATCH));

            assertThat(after.pods().get(0).key()).isEqualTo(before.pods().get(0).key());
        }

        @Test
        void mustRun() {
            assertThat(obstacle(plan(shop(), CONSENT, Edges.allow("a", BATCH))).reason())
                    .isEqualTo(
                            "none of deployment/checkout-api in shop runs, so peer checkout has no pod to probe from");
            assertThat(obstacle(plan(shop(), CONSENT, Edges.allow("a", LABELLED))).reason())
                    .startsWith("none of the pods with {app=checkout-api} in shop runs");
        }

        @Test
        void mustExist() {
            Source gone = pods(new PodSelection.OfWorkload(WorkloadKind.DAEMONSET, "gone"));

            assertThat(obstacle(plan(shop(), CONSENT, Edges.allow("a", gone))).reason())
                    .startsWith("daemonset/gone in shop does not exist");
        }

        @Test
        void mustHaveANetworkOfItsOwn() {
            assertThat(obstacle(plan(shop().replica("shop", "checkout-api", 0, true, 0).onHostNetwork(), CONSENT,
                    Edges.allow("a", BATCH))).reason()).contains("on the network of their nodes");
        }
    }

    @Nested
    class AsATarget {

        private static final Destination BY_LABELS = new Destination("payments",
                new Target.OfPods("payments", Map.of("app", "payments-api")));

        @Test
        void isEachThatRuns() {
            Plan plan = plan(Snapshots.shop().replica("payments", "payments-api", 0, true, 0)
                    .replica("payments", "payments-api", 1, false, 8080).probePod("payments", "payments-api"),
                    EphemeralUse.NONE, Edges.deny("a", Edges.CHECKOUT).to(BY_LABELS));

            assertThat(((Probed) plan.edges().get(0)).paths())
                    .extracting(path -> path.probe().endpoint().place(), PlannedEdge.Path::serving)
                    .containsExactly(tuple(new Place.Pod("payments", "payments-api-0"), true),
                            tuple(new Place.Pod("payments", "payments-api-1"), false));
            assertThat(plan.edges().get(0).target())
                    .isEqualTo(new Place.Pods("payments", Map.of("app", "payments-api")));
        }

        @Test
        void isNotThereWithoutOne() {
            Plan plan = plan(Snapshots.shop(), EphemeralUse.NONE, Edges.deny("a", Edges.CHECKOUT).to(BY_LABELS));

            assertThat(((Obstructed) plan.edges().get(0)).reason())
                    .isEqualTo("no pod runs among the pods with {app=payments-api} in payments");
        }
    }
}
