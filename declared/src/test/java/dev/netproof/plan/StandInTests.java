package dev.netproof.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.plan.PlannedEdge.Awaiting;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.Snapshots;
import org.junit.jupiter.api.Test;

/** Pods that listen in the place of pods that do not run. */
class StandInTests {

    private static final Destination LEDGER = new Destination("ledger",
            new Target.OfPods("payments", Map.of("app", "ledger")), true);
    private static final Destination SCALED_DOWN = new Destination("payments",
            new Target.OfWorkload("payments", WorkloadKind.DEPLOYMENT, "ledger"), true);

    private static Plan plan(Snapshots snapshots, LaunchFacts learned, Edges... edges) {
        return new Planner(snapshots.snapshot(), Surroundings.NONE, learned, EphemeralUse.NONE)
                .plan(List.of(Edges.matrix(edges)));
    }

    private static Plan plan(Snapshots snapshots, Edges... edges) {
        return plan(snapshots, LaunchFacts.NOTHING, edges);
    }

    private static ProbePodPlan standIn(Plan plan) {
        return plan.pods().stream().filter(pod -> !pod.listens().isEmpty()).findFirst().orElseThrow();
    }

    private static Edges books(int port) {
        return Edges.allow("books-" + port, Edges.CHECKOUT).to(LEDGER).over(Edges.tcp(port));
    }

    @Test
    void looksLikeItsTargetAndListensWhereEdgesLead() {
        Plan plan = plan(Snapshots.shop(), books(8443), books(443), books(8443));

        assertThat(plan.pods()).hasSize(2);
        assertThat(standIn(plan).namespace()).isEqualTo("payments");
        assertThat(standIn(plan).labels()).isEqualTo(Map.of("app", "ledger"));
        assertThat(standIn(plan).listens()).containsExactly(443, 8443);
        assertThat(standIn(plan).key()).startsWith("ledger-stand-in-");
        assertThat(plan.edges()).allSatisfy(edge -> assertThat(edge).isInstanceOf(Awaiting.class));
    }

    @Test
    void isTheTargetOnceItIsThereAndIsAskedForNoMoreThanAHandshake() {
        Edges edge = books(8443).asking(new Ask.Request(false, "GET", "/", Set.of(200)));
        String key = standIn(plan(Snapshots.shop(), edge)).key();
        ProbePod running = new ProbePod("payments", "netproof-x", "uid-x", "10.244.0.77", "node-1", Map.of());

        Plan plan = plan(Snapshots.shop(), new LaunchFacts(Map.of(), Map.of(key, running), Map.of()), edge);

        Probe probe = ((Probed) plan.edges().get(0)).paths().get(0).probe();
        assertThat(probe.ask()).isEqualTo(new Ask.Handshake());
        assertThat(probe.endpoint()).isEqualTo(new Endpoint(Endpoint.Kind.POD,
                new Place.StandIn("ledger", "payments", "netproof-x"), "10.244.0.77", 8443, Protocol.TCP, "uid-x",
                "node-1"));
    }

    @Test
    void saysWhyItDidNotStart() {
        String key = standIn(plan(Snapshots.shop(), books(8443))).key();

        Plan plan = plan(Snapshots.shop(), new LaunchFacts(Map.of(), Map.of(), Map.of(key, "no quota")), books(8443));

        assertThat(((Obstructed) plan.edges().get(0)).reason()).isEqualTo("its stand-in did not start: no quota");
    }

    @Test
    void isNotNeededWhereAPodOfItsOwnRuns() {
        Plan plan = plan(Snapshots.shop().replica("payments", "ledger", 0, false, 0), books(8443));

        assertThat(plan.pods()).singleElement().satisfies(pod -> assertThat(pod.listens()).isEmpty());
        assertThat(((Probed) plan.edges().get(0)).paths()).singleElement()
                .satisfies(path -> assertThat(path.probe().endpoint().place())
                        .isEqualTo(new Place.Pod("payments", "ledger-0")));
    }

    @Test
    void takesLabelsAndPortNamesOfAWorkloadThatIsScaledDown() {
        Plan plan = plan(Snapshots.shop().withPort("payments", "ledger", "books", 8443),
                Edges.allow("a", Edges.CHECKOUT).to(SCALED_DOWN).over(new Port.Named("books", Protocol.TCP)));

        assertThat(standIn(plan).labels()).isEqualTo(Map.of("app", "ledger"));
        assertThat(standIn(plan).listens()).containsExactly(8443);
    }

    @Test
    void hasNoPortNamesWithoutAWorkload() {
        Plan plan = plan(Snapshots.shop(), books(1).over(new Port.Named("books", Protocol.TCP)));

        assertThat(((Mistaken) plan.edges().get(0)).reason())
                .isEqualTo("a stand-in for ledger has no port named books");
    }

    @Test
    void hasNoLabelsForAWorkloadThatDoesNotExist() {
        Plan plan = plan(Snapshots.shop(), Edges.allow("a", Edges.CHECKOUT).to(SCALED_DOWN));

        assertThat(((Obstructed) plan.edges().get(0)).advice()).contains("labels");
    }

    @Test
    void doesNotAnswerDatagrams() {
        Plan plan = plan(Snapshots.shop(), books(1).over(new Port.Numbered(53, Protocol.UDP)));

        assertThat(((Obstructed) plan.edges().get(0)).reason()).isEqualTo("a stand-in does not answer UDP");
        assertThat(plan.pods()).allSatisfy(pod -> assertThat(pod.listens()).isEmpty());
    }

    @Test
    void isNotLaunchedWhereAServiceWouldSendItTrafficAllTheSame() {
        Plan plan = plan(Snapshots.shop().publishing("payments", "ledger", "ledger"), books(8443));

        assertThat(((Obstructed) plan.edges().get(0)).reason())
                .contains("Service payments/ledger publishes addresses that are not ready");
    }
}
