package dev.netproof.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.netproof.canary.World;
import dev.netproof.evidence.CollectedEvidence;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.evidence.text.Wording;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.plan.EphemeralUse;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.NcSays;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.Snapshots;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a run proves from within pods: of targets that nobody may reach, from pods that are there, and of stand-ins. */
class FromWithinTests {

    private static final String POD = "10.244.0.10";
    private static final EphemeralUse ALL = new EphemeralUse(true, true);
    private static final Source BATCH = new Source("batch",
            new Identity.OfPods("shop", new PodSelection.Labelled(Map.of("app", "batch"))));

    private final World world = new World();
    private final SimulatedWire wire = new SimulatedWire();
    private final CollectedEvidence evidence = new CollectedEvidence();

    private void run(Snapshot shop, EphemeralUse use, Edges... edges) throws IOException {
        world.snapshot = () -> shop;
        RunOptions options = new RunOptions(Duration.ZERO, Duration.ofMillis(1), false, use, false);
        new Run(new RunSetup("run-1", "1.0", "probe", world, id -> wire, null, options, wire.clock(), wire.ticker(),
                Progress.SILENT,
                new Cancellation())).execute(List.of(Edges.matrix(edges)), evidence);
    }

    private static Edges deny(Source source) {
        return Edges.deny("stays-out", source).asking(new Ask.Handshake());
    }

    private static Snapshot shop(int readinessPort) {
        return Snapshots.shop().replica("payments", "payments-api", 0, true, readinessPort).snapshot();
    }

    private EdgeEvidence edge(String id) {
        return evidence.edges().stream().filter(edge -> edge.id().equals(id)).findFirst().orElseThrow();
    }

    private List<ProbePodPlan> guests() {
        return wire.launched().stream().filter(pod -> pod.within() != null).toList();
    }

    @Nested
    class ATargetThatNobodyMayReach {

        @Test
        void isProvenByItsOwnPodBetweenTwoDenialsAndAfter() throws IOException {
            wire.open("in-payments-api-0", POD).open("stranger", "10.96.0.1");

            run(shop(0), ALL, deny(Edges.STRANGER));

            assertThat(wire.rounds()).hasSize(4);
            assertThat(wire.rounds().get(0)).contains("in-payments-api-0>192.0.2.1", "stranger>" + POD);
            assertThat(wire.rounds().get(1)).containsExactly("in-payments-api-0>" + POD);
            assertThat(wire.rounds().get(2)).contains("stranger>" + POD);
            assertThat(wire.rounds().get(3)).containsExactly("in-payments-api-0>" + POD);
            assertThat(edge("stays-out").controls()).anySatisfy(control -> {
                assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED_ITSELF);
                assertThat(control.proved()).isTrue();
            });
        }

        @Test
        void isLeftAloneWhereNobodyAskedForThat() throws IOException {
            run(shop(0), new EphemeralUse(true, false), deny(Edges.STRANGER));

            assertThat(guests()).isEmpty();
            assertThat(edge("stays-out").verdict().findings()).extracting(Finding::id)
                    .contains(FindingId.UNCONTROLLED_DENY);
        }

        @Test
        void isLeftAloneWhereItsReadinessProbeProvesIt() throws IOException {
            run(shop(8080), ALL, deny(Edges.STRANGER));

            assertThat(guests()).isEmpty();
        }

        @Test
        void isLeftAloneWhereSomebodyMayReachIt() throws IOException {
            run(shop(0), ALL, deny(Edges.STRANGER),
                    Edges.allow("pays", Edges.CHECKOUT).asking(new Ask.Handshake()).within(Duration.ofMillis(1)));

            assertThat(guests()).isEmpty();
        }

        @Test
        void isLeftAloneWhereTheMatrixAcceptsTheDenyAsItIs() throws IOException {
            run(shop(0), ALL, deny(Edges.STRANGER).withoutControl());

            assertThat(guests()).isEmpty();
        }

        @Test
        void isNotProvenBehindAProxyThatAcceptsEverything() throws IOException {
            wire.open("in-payments-api-0", POD).open("in-payments-api-0", "192.0.2.1");

            run(shop(0), ALL, deny(Edges.STRANGER));

            assertThat(edge("stays-out").controls()).noneSatisfy(control -> {
                assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED_ITSELF);
                assertThat(control.proved()).isTrue();
            });
        }

        @Test
        void saysWhyItsPodCouldNotBeAsked() throws IOException {
            wire.stillborn = Map.of("in-payments-api-0", "Not allowed to patch pods/ephemeralcontainers.");

            run(shop(0), ALL, deny(Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(edge("stays-out").verdict().findings()).extracting(Wording.ENGLISH::message)
                    .anySatisfy(message -> assertThat(message).contains("its own pod could not be asked: Not allowed"));
        }
    }

    @Nested
    class ASourceThatIsThere {

        @Test
        void probesFromItsPod() throws IOException {
            wire.open("batch", POD).open("batch", "10.96.0.20");

            run(Snapshots.shop().replica("payments", "payments-api", 0, true, 0).replica("shop", "batch", 3, true, 0)
                    .snapshot(), ALL, Edges.allow("pays", BATCH).asking(new Ask.Handshake()));

            assertThat(guests()).hasSize(1);
            assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
            assertThat(edge("pays").attempts()).allSatisfy(
                    attempt -> assertThat(attempt.source().name()).isEqualTo("batch-3"));
            assertThat(edge("pays").source().place())
                    .isEqualTo(new Place.Within(new Place.Pods("shop", Map.of("app", "batch"))));
        }

        @Test
        void whoseContainerIsRefusedLosesItsEdgesAndNoOthers() throws IOException {
            wire.stillborn = Map.of("batch", "Admission forbids to patch pods/ephemeralcontainers: no guests.");
            wire.open("checkout", POD).open("checkout", "10.96.0.20");

            run(Snapshots.shop().replica("payments", "payments-api", 0, true, 0).replica("shop", "batch", 3, true, 0)
                    .snapshot(), ALL, Edges.allow("pays", Edges.CHECKOUT).asking(new Ask.Handshake()),
                    Edges.allow("one", BATCH).asking(new Ask.Handshake()), deny(BATCH).to(Edges.PAYMENTS));

            assertThat(evidence.edges()).extracting(edge -> edge.verdict().result())
                    .containsExactly(Result.CONFORMS, Result.INCONCLUSIVE, Result.INCONCLUSIVE);
            assertThat(edge("one").verdict().findings()).extracting(Wording.ENGLISH::message).containsExactly(
                    "Its ephemeral container did not start: Admission forbids to patch pods/ephemeralcontainers: "
                            + "no guests.");
        }
    }

    @Nested
    class AStandIn {

        private static final Destination LEDGER = new Destination("ledger",
                new Target.OfPods("payments", Map.of("app", "ledger")), true);

        @Test
        void isATargetLikeAnyOtherAndItsOwnControl() throws IOException {
            wire.open("checkout", "10.244.1.1").open("ledger-stand-in", "10.244.1.1");

            run(shop(0), EphemeralUse.NONE,
                    Edges.allow("books", Edges.CHECKOUT).to(LEDGER).asking(new Ask.Handshake()),
                    deny(Edges.STRANGER).to(LEDGER));

            assertThat(wire.rounds().get(1)).contains("ledger-stand-in>10.244.1.1");
            assertThat(edge("books").verdict().result()).isEqualTo(Result.CONFORMS);
            assertThat(edge("books").verdict().summary()).contains("the stand-in for ledger");
        }

        @Test
        void thatDoesNotStartLosesTheEdgesThatLeadToIt() throws IOException {
            wire.stillborn = Map.of("ledger-stand-in", "no quota");
            wire.says("checkout", POD, attempt -> NcSays.OPEN).open("checkout", "10.96.0.20");

            run(shop(0), EphemeralUse.NONE,
                    Edges.allow("books", Edges.CHECKOUT).to(LEDGER).asking(new Ask.Handshake()),
                    Edges.allow("pays", Edges.CHECKOUT).asking(new Ask.Handshake()));

            assertThat(evidence.edges()).extracting(edge -> edge.verdict().result())
                    .containsExactly(Result.INCONCLUSIVE, Result.CONFORMS);
            assertThat(edge("books").verdict().findings()).extracting(Wording.ENGLISH::message)
                    .containsExactly("Its stand-in did not start: no quota.");
        }
    }
}
