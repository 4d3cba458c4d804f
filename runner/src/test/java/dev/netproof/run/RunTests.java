package dev.netproof.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.canary.World;
import dev.netproof.cluster.ClusterException;
import dev.netproof.evidence.CollectedEvidence;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.evidence.text.Wording;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.plan.Plan;
import dev.netproof.plan.Planner;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.NcSays;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.Snapshots;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTests {

    private static final String SERVICE = "10.96.0.20";
    private static final String POD = "10.244.0.10";
    private static final String NOWHERE = "192.0.2.1";
    private static final RunOptions AT_ONCE = new RunOptions(Duration.ZERO, Duration.ofMillis(1), false);
    private static final CanaryOptions CANARY = new CanaryOptions("netproof-canary", Duration.ofSeconds(5));

    private final World world = new World();
    private final SimulatedWire wire = new SimulatedWire();
    private final CollectedEvidence evidence = new CollectedEvidence();
    private final Cancellation cancellation = new Cancellation();
    private final List<String> steps = new ArrayList<>();
    private Snapshot shop = Snapshots.shop().replica("payments", "payments-api", 0, true, 0).snapshot();
    private @Nullable CanaryOptions canary = CANARY;

    @BeforeEach
    void theClusterIsTheShop() {
        world.snapshot = () -> shop;
        wire.pulse("stranger", exec -> 1);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(world.policies()).isEmpty();
        assertThat(world.leases()).isEmpty();
        assertThat(wire.timesClosed()).isBetween(wire.launched().isEmpty() ? 0 : 1, 1);
    }

    private void run(Edges... edges) throws IOException {
        new Run(new RunSetup("run-1", "1.0", "probe", world,
                id -> id.endsWith("-canary") ? world.field(wire.clock()) : wire, canary, AT_ONCE, wire.clock(),
                wire.ticker(), steps::add, cancellation)).execute(List.of(Edges.matrix(edges)), evidence);
    }

    private static Edges allow(String id, Source source) {
        return Edges.allow(id, source).asking(new Ask.Handshake());
    }

    private static Edges deny(String id, Source source) {
        return Edges.deny(id, source).asking(new Ask.Handshake());
    }

    private static Source source(String peer) {
        return new Source(peer, new Identity.Labelled("shop", Map.of("app", peer)));
    }

    private void open(String... peers) {
        for (String peer : peers) {
            wire.open(peer, SERVICE).open(peer, POD);
        }
    }

    private EdgeEvidence edge(String id) {
        return evidence.edges().stream().filter(edge -> edge.id().equals(id)).findFirst().orElseThrow();
    }

    private List<FindingId> findings(String id) {
        return edge(id).verdict().findings().stream().map(Finding::id).toList();
    }

    private RunHeader header() {
        return Objects.requireNonNull(evidence.header());
    }

    private RunFooter footer() {
        return Objects.requireNonNull(evidence.footer());
    }

    @Nested
    class ItsSteps {

        @Test
        void sayWhatIsLaunchedAndProbed() throws IOException {
            open("checkout");

            run(allow("pays", Edges.CHECKOUT));

            assertThat(steps).contains("launching 1 probe pod", "probing 3 paths from 1 pod");
        }

        @Test
        void areNotToldWhereThereIsNothingToDo() throws IOException {
            run(allow("pays", new Source("nobody", new Identity.Labelled("nowhere", Map.of("app", "nobody")))));

            assertThat(steps).noneMatch(step -> step.contains("launching") || step.contains("0 "))
                    .contains("judging");
        }
    }

    /** Three edges, one at a time. */
    @Nested
    class ItsSlices {

        private final List<Integer> judged = new ArrayList<>();
        private final Edges[] edges = {allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER),
                allow("pays-too", source("till"))};

        private void runSliced() throws IOException {
            new Run(new RunSetup("run-1", "1.0", "probe", world,
                    id -> id.endsWith("-canary") ? world.field(wire.clock()) : wire, canary, AT_ONCE, wire.clock(),
                    wire.ticker(), steps::add, cancellation), 1).execute(List.of(Edges.matrix(edges)), evidence);
        }

        /** A run that holds what it tried until its end has told of nothing when the next slice is probed. */
        @Test
        void areToldBeforeTheNextIsProbed() throws IOException {
            open("checkout", "till");
            wire.beforeRound = round -> judged.add(evidence.edges().size());

            runSliced();

            assertThat(judged).contains(0, 1, 2);
            assertThat(evidence.edges()).extracting(EdgeEvidence::id)
                    .containsExactly("pays", "stays-out", "pays-too");
            assertThat(evidence.edges()).extracting(edge -> edge.verdict().result()).containsOnly(Result.CONFORMS);
        }

        @Test
        void haveTheWitnessesOfAllOthers() throws IOException {
            open("checkout", "till");

            runSliced();

            assertThat(edge("stays-out").controls()).filteredOn(one -> one.kind() == Control.Kind.TARGET_REACHED)
                    .singleElement().matches(Control::proved);
        }

        @Test
        void areAccountedForWhenOneOfThemBreaksOff() {
            open("checkout", "till");
            wire.beforeRound = round -> {
                if (evidence.edges().size() == 1) {
                    throw new ClusterException("The API server is gone.");
                }
            };

            assertThatExceptionOfType(ClusterException.class).isThrownBy(this::runSliced);

            assertThat(evidence.edges()).extracting(edge -> edge.verdict().result())
                    .containsExactly(Result.CONFORMS, Result.INCONCLUSIVE, Result.INCONCLUSIVE);
            assertThat(edge("pays-too").declared()).as("what policies say is known all the same").isNotEmpty();
            assertThat(footer().ending()).isEqualTo(RunFooter.Ending.BROKEN_OFF);
        }

        /** The witness was asked for the first edge too, and that says nothing of the moment before the second. */
        @Test
        void areNotProvenByWhatWasSeenForOthers() throws IOException {
            List<Integer> asked = new ArrayList<>();
            wire.open("checkout", SERVICE).open("till", SERVICE).open("till", POD).says("checkout", POD, attempt -> {
                if (evidence.edges().size() == 1) {
                    asked.add(attempt);
                }
                return asked.size() == 1 ? NcSays.TIMEOUT : NcSays.OPEN;
            });
            edges[2] = deny("pays-too", source("till"));

            runSliced();

            assertThat(edge("stays-out").attempts()).as("not before it was denied, so once more")
                    .filteredOn(one -> one.endpoint().address().equals(POD)).hasSize(2);
            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.CONFORMS);
        }

        @Test
        void tellInTheEndWhatBecameOfPoliciesInAnyOfThem() throws IOException {
            open("checkout", "till");
            wire.beforeRound = round -> shop = evidence.edges().size() < 2 ? shop
                    : Snapshots.shop().replica("payments", "payments-api", 0, true, 0).policy("payments", "api", 1)
                            .snapshot();

            runSliced();

            assertThat(footer().policyChanges()).extracting(Wording.ENGLISH::change)
                    .containsExactly("NetworkPolicy payments/api was made while probing.");
        }
    }

    @Nested
    class ItsRounds {

        @Test
        void proveTheTargetBetweenTwoDenialsAndAfter() throws IOException {
            open("checkout");

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(wire.rounds()).containsExactly(
                    List.of("checkout>" + POD, "checkout>" + SERVICE, "checkout>" + NOWHERE, "stranger>" + POD,
                            "stranger>" + SERVICE, "stranger>" + NOWHERE),
                    List.of("checkout>" + POD),
                    List.of("checkout>" + POD, "stranger>" + POD),
                    List.of("checkout>" + POD));
            assertThat(evidence.edges()).extracting(e -> e.verdict().result())
                    .containsExactly(Result.CONFORMS, Result.CONFORMS);
            assertThat(edge("stays-out").controls()).extracting(Control::kind).containsExactlyInAnyOrder(
                    Control.Kind.TARGET_REACHED, Control.Kind.SOURCE_PULSE, Control.Kind.NEGATIVE,
                    Control.Kind.ENFORCEMENT);
            assertThat(edge("stays-out").controls()).allMatch(Control::proved);
        }

        @Test
        void repeatOnlyWhatWasUnexpected() throws IOException {
            wire.open("checkout", SERVICE)
                    .says("checkout", POD, attempt -> attempt < 3 ? NcSays.TIMEOUT : NcSays.OPEN);

            run(allow("pays", Edges.CHECKOUT).within(Duration.ofSeconds(9)));

            assertThat(wire.rounds()).hasSize(3);
            assertThat(wire.rounds().get(1)).containsExactly("checkout>" + POD);
            assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
            assertThat(findings("pays")).containsExactly(FindingId.LATE);
        }

        @Test
        void endWithTheConvergenceWindow() throws IOException {
            run(allow("pays", Edges.CHECKOUT));

            // Two seconds of convergence, and a second a round.
            assertThat(wire.rounds()).hasSize(2);
            assertThat(edge("pays").verdict().result()).isEqualTo(Result.VIOLATED);
            assertThat(findings("pays")).as("no policy is declared").contains(FindingId.NOT_POLICY);
        }

        @Test
        void repeatWhatTaughtNothing() throws IOException {
            wire.open("checkout", SERVICE)
                    .says("checkout", POD, attempt -> attempt == 1 ? NcSays.NONSENSE : NcSays.OPEN);

            run(allow("pays", Edges.CHECKOUT));

            assertThat(wire.rounds()).hasSize(2);
            assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
        }

        @Test
        void repeatADenialThatCameBeforeItsTargetListened() throws IOException {
            wire.open("checkout", SERVICE)
                    .says("checkout", POD, attempt -> attempt < 3 ? NcSays.REFUSED : NcSays.OPEN);

            run(allow("pays", Edges.CHECKOUT).within(Duration.ofSeconds(9)),
                    deny("stays-out", Edges.STRANGER).within(Duration.ofSeconds(9)));

            assertThat(wire.rounds().get(3)).contains("stranger>" + POD);
            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.CONFORMS);
        }
    }

    @Nested
    class ADeny {

        @Test
        void thatIsOpenIsALeak() throws IOException {
            open("checkout", "stranger");

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.VIOLATED);
            assertThat(findings("stays-out")).as("no policy is declared").contains(FindingId.OVER_PERMISSIVE);
        }

        @Test
        void thatClosesInTimeIsOnlyLate() throws IOException {
            open("checkout");
            wire.says("stranger", POD, attempt -> attempt == 1 ? NcSays.OPEN : NcSays.TIMEOUT);

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER).within(Duration.ofSeconds(9)));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.CONFORMS);
            assertThat(findings("stays-out")).contains(FindingId.LATE);
        }

        @Test
        void thatOpensAgainIsALeak() throws IOException {
            open("checkout");
            wire.says("stranger", POD, attempt -> attempt % 2 == 1 ? NcSays.OPEN : NcSays.TIMEOUT);

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER).within(Duration.ofSeconds(5)));

            assertThat(findings("stays-out")).as("no policy is declared").contains(FindingId.OVER_PERMISSIVE);
        }

        @Test
        void isBackedByTheKubeletsOwnProbe() throws IOException {
            shop = Snapshots.shop().replica("payments", "payments-api", 0, true, 8080).snapshot();
            open("checkout");

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(wire.rounds()).as("no witness is asked").hasSize(1);
            assertThat(edge("stays-out").controls()).extracting(Control::kind).contains(Control.Kind.TARGET_READY);
            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.CONFORMS);
        }

        @Test
        void isUnprovenWhenNothingShowsThatItsTargetListens() throws IOException {
            run(deny("stays-out", Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(findings("stays-out")).contains(FindingId.UNCONTROLLED_DENY);
        }

        @Test
        void isUnprovenWhenItsTargetFellSilentMeanwhile() throws IOException {
            wire.open("checkout", SERVICE)
                    .says("checkout", POD, attempt -> attempt < 3 ? NcSays.OPEN : NcSays.TIMEOUT);

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
        }

        @Test
        void hasTwoWitnessesAtMost() throws IOException {
            open("a", "b", "c");

            run(allow("from-a", source("a")), allow("from-b", source("b")), allow("from-c", source("c")),
                    deny("stays-out", Edges.STRANGER));

            assertThat(wire.rounds().get(1)).containsExactly("a>" + POD, "b>" + POD);
        }

        @Test
        void doesNotTrustASourceForWhichEverythingIsOpen() throws IOException {
            open("checkout");
            wire.open("checkout", NOWHERE);

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(findings("pays")).contains(FindingId.TRANSPARENT_PROXY);
            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
        }
    }

    /** An open path that nobody but the proxy beside its source had opened was green. */
    @Nested
    class ASourceBesideAProxyWhoseControlWasLost {

        @Test
        void isAskedAgainAndFound() throws IOException {
            open("checkout");
            wire.says("checkout", NOWHERE, attempt -> attempt == 1 ? NcSays.NONSENSE : NcSays.OPEN);

            run(allow("pays", Edges.CHECKOUT));

            assertThat(findings("pays")).containsExactly(FindingId.TRANSPARENT_PROXY);
        }

        @Test
        void provesNothingWhenItIsNeverToBeFoundOut() throws IOException {
            open("checkout");
            wire.says("checkout", NOWHERE, attempt -> NcSays.NONSENSE);

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(edge("pays").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(edge("stays-out").verdict().result()).as("it is no witness either")
                    .isEqualTo(Result.INCONCLUSIVE);
        }

        @Test
        void countsOnceItIsRuledOut() throws IOException {
            open("checkout");
            wire.says("checkout", NOWHERE, attempt -> attempt == 1 ? NcSays.NONSENSE : NcSays.TIMEOUT);

            run(allow("pays", Edges.CHECKOUT));

            assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
        }
    }

    /** Attacks that made an open path green. */
    @Nested
    class ASourceWhoseNetworkIsDead {

        private void dies(int fromRound, int toRound) {
            IntPredicate dead = round -> round >= fromRound && round <= toRound;
            wire.pulse("stranger", exec -> dead.test(wire.playing()) ? 0 : 1)
                    .says("stranger", POD, attempt -> dead.test(wire.playing()) ? NcSays.TIMEOUT : NcSays.OPEN)
                    .says("stranger", SERVICE, attempt -> dead.test(wire.playing()) ? NcSays.TIMEOUT : NcSays.OPEN);
        }

        @ParameterizedTest(name = "from round {0} to round {1}")
        @CsvSource({"1, 2", "2, 2", "1, 3", "2, 4"})
        void forAWhileIsTriedAgainUntilItLivesAndThenLeaks(int from, int to) throws IOException {
            open("checkout");
            dies(from, to);

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER).within(Duration.ofSeconds(30)));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.VIOLATED);
        }

        @Test
        void allTheTimeIsNoPolicy() throws IOException {
            open("checkout");
            dies(1, 99);

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(findings("stays-out")).contains(FindingId.NO_SOURCE_NETWORK);
        }

        @Test
        void isNotExcusedByWhatItReachesAMinuteLater() throws IOException {
            open("checkout");
            dies(1, 3);
            wire.pulse("stranger", exec -> 0).open("stranger", "10.96.0.1");

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER).within(Duration.ofSeconds(1)));

            assertThat(edge("stays-out").verdict().result()).isNotEqualTo(Result.CONFORMS);
        }
    }

    @Nested
    class ATargetThatIsAnotherThanBefore {

        private final Snapshot with1 = Snapshots.shop().replica("payments", "payments-api", 1, true, 0).snapshot();

        @Test
        void getsAnotherPassAgainstThePodThatIsThereNow() throws IOException {
            open("checkout");
            wire.open("checkout", "10.244.0.11");
            wire.beforeRound = round -> shop = round == 3 ? with1 : shop;

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.CONFORMS);
            assertThat(edge("stays-out").controls()).anySatisfy(control -> {
                assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED);
                assertThat(Wording.ENGLISH.subject(control.subject())).isEqualTo("10.244.0.11:8080/TCP");
                assertThat(control.proved()).isTrue();
            });
            assertThat(findings("stays-out")).contains(FindingId.TARGET_CHANGED);
        }

        @Test
        void failsNoAllowThatItsNewPodAnswers() throws IOException {
            wire.says("checkout", POD, attempt -> NcSays.TIMEOUT).open("checkout", SERVICE)
                    .open("checkout", "10.244.0.11");
            wire.beforeRound = round -> shop = with1;

            run(allow("pays", Edges.CHECKOUT));

            assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
            assertThat(findings("pays")).containsExactly(FindingId.TARGET_CHANGED);
        }

        @Test
        void isNotBlamedForWhatThePodWithItsAddressLetsIn() throws IOException {
            open("checkout", "stranger");
            Snapshot taken = Snapshots.shop().replica("payments", "payments-api", 1, true, 0)
                    .replica("payments", "another", 0, true, 0).snapshot();
            wire.says("stranger", SERVICE, attempt -> NcSays.TIMEOUT).open("checkout", "10.244.0.11");
            wire.beforeRound = round -> shop = taken;

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
        }

        @Test
        void isNeverProvenWhenItChangesAllTheTime() throws IOException {
            open("checkout");
            wire.beforeRound = round -> shop = Snapshots.shop().replica("payments", "payments-api", 0, true, 0)
                    .restarted("payments-api-0", round).snapshot();

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
        }

        @Test
        void isTriedAgainWhenItsContainerWasRestarted() throws IOException {
            open("checkout");
            wire.beforeRound = round -> shop = round < 2 ? shop
                    : Snapshots.shop().replica("payments", "payments-api", 0, true, 0)
                            .restarted("payments-api-0", 1).snapshot();

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.CONFORMS);
            assertThat(edge("stays-out").attempts()).filteredOn(one -> one.endpoint().address().equals(POD))
                    .as("two before the restart was seen, and two after").hasSize(4);
        }
    }

    @Nested
    class PoliciesThatChangeMeanwhile {

        private Snapshot policy(int version) {
            return Snapshots.shop().replica("payments", "payments-api", 0, true, 0).policy("payments", "api", version)
                    .snapshot();
        }

        @Test
        void getTheEdgesTheyAreAboutAnotherRound() throws IOException {
            open("checkout");
            wire.says("stranger", POD, attempt -> attempt == 1 ? NcSays.TIMEOUT : NcSays.OPEN);
            shop = policy(1);
            wire.beforeRound = round -> shop = round == 3 ? policy(2) : shop;

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.VIOLATED);
            assertThat(footer().policyChanges()).extracting(Wording.ENGLISH::change)
                    .containsExactly("NetworkPolicy payments/api was changed while probing, to resourceVersion 2.");
        }

        @Test
        void allTheTimeLeaveNothingGreen() throws IOException {
            open("checkout");
            wire.beforeRound = round -> shop = policy(round);

            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(findings("pays")).containsExactly(FindingId.POLICIES_CHANGED);
            assertThat(findings("stays-out")).contains(FindingId.POLICIES_CHANGED);
        }
    }

    @Test
    void aClockThatIsSetBackKeepsNoWindowOpen() throws IOException {
        wire.beforeRound = round -> wire.set(wire.clock().instant().minus(Duration.ofHours(1)));

        run(allow("pays", Edges.CHECKOUT));

        assertThat(wire.rounds()).hasSize(2);
        assertThat(edge("pays").elapsed()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anErrorEndsTheRunWithEvidenceToo() {
        open("checkout");
        wire.beforeRound = round -> {
            throw new OutOfMemoryError("Java heap space");
        };

        assertThatThrownBy(() -> run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER)))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(evidence.edges()).extracting(EdgeEvidence::id).containsExactly("pays", "stays-out");
        assertThat(footer().remark()).contains("the run broke off while", "Java heap space");
    }

    @Nested
    class WithACanary {

        @BeforeEach
        void andASourceThatWorks() {
            open("checkout");
        }

        @Test
        void thatSeesEnforcementEdgesAreJudged() throws IOException {
            run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(header().canary().enforced()).isTrue();
            assertThat(evidence.edges()).extracting(e -> e.verdict().result()).containsOnly(Result.CONFORMS);
            assertThat(footer().remark()).isEmpty();
        }

        @Test
        void thatSeesNoEnforcementNoDenyIsBelieved() {
            world.enforces = Set.of();

            assertThatExceptionOfType(UnenforcedException.class)
                    .isThrownBy(() -> run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER)))
                    .withMessageStartingWith("enforcement was not seen in this cluster: ingress NOT enforced");

            assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
            assertThat(findings("stays-out")).contains(FindingId.ENFORCEMENT_UNSEEN);
            assertThat(footer().totals().inconclusive()).isEqualTo(1);
            assertThat(footer().remark()).contains("NOT enforced");
        }

        @Test
        void thatSeesNewPodsUnprotectedTheFirstProbeWaits() {
            List<String> steps = new ArrayList<>();
            Iterator<Boolean> leaks = List.of(true, true, false).iterator();
            RunSetup setup = new RunSetup("run-1", "1.0", "probe", world, id -> wire, canary, AT_ONCE, wire.clock(),
                    wire.ticker(), steps::add, cancellation);
            Plan plan = new Planner(shop, Map.of())
                    .plan(List.of(Edges.matrix(deny("stays-out", Edges.STRANGER))));

            try (wire) {
                new Launching(setup, new Steps(steps::add, cancellation), wire, leaks::next).launch(plan.pods(),
                        Set.of());
            }

            assertThat(leaks).isExhausted();
            assertThat(steps).containsExactly("launching 1 probe pod",
                    "waiting longer: the canary sees that new pods are unprotected at first");
        }

        @Test
        void whatItCouldNotRemoveIsToldAfterTheEvidence() {
            world.whenCleanedUp = () -> {
                throw new ClusterException("Left behind: pod netproof-canary.");
            };

            assertThatThrownBy(() -> run(allow("pays", Edges.CHECKOUT)))
                    .hasMessage("Left behind: pod netproof-canary.");

            assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
            assertThat(footer().remark()).isEmpty();
        }
    }

    @Test
    void withoutACanaryTheEvidenceSaysSo() throws IOException {
        canary = null;
        open("checkout");

        run(allow("pays", Edges.CHECKOUT));

        assertThat(header().canary().detail()).isEqualTo("not looked for, by request");
        assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
    }

    @Test
    void aMistakenMatrixLaunchesNothing() {
        Edges mistaken = allow("pays", Edges.CHECKOUT).over(new Port.Named("nope", Protocol.TCP));

        assertThatExceptionOfType(MistakenMatrixException.class)
                .isThrownBy(() -> run(mistaken, deny("stays-out", Edges.STRANGER)))
                .withMessageStartingWith("matrices/payments.yaml:7:5: edge pays: ");

        assertThat(wire.launched()).isEmpty();
        assertThat(evidence.header()).isNull();
    }

    @Test
    void aRunWithoutTheRightToLeasesGoesOn() throws IOException {
        world.grantsLeases = false;
        open("checkout");

        run(allow("pays", Edges.CHECKOUT));

        assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
    }

    @Test
    void aPodThatDoesNotStartCostsOnlyItsOwnEdges() throws IOException {
        open("checkout");
        wire.stillborn = Map.of("stranger", "ImagePullBackOff");

        run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

        assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
        assertThat(edge("stays-out").verdict().result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(edge("stays-out").verdict().summary())
                .isEqualTo("not tried: its probe pod did not start: ImagePullBackOff");
    }

    @Test
    void aNamespaceThatIsGoneWhenThePodsRunCostsOnlyItsOwnEdges() throws IOException {
        open("checkout");
        wire.whenLaunched = () -> shop = new Snapshot(
                shop.namespaces().stream().filter(n -> !n.getMetadata().getName().equals("payments")).toList(),
                shop.workloads(), shop.pods(), shop.services(), shop.endpointSlices(), shop.nodes());

        run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

        assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
        assertThat(edge("stays-out").verdict().summary())
                .isEqualTo("not tried: namespace payments of source stranger does not exist");
    }

    @Nested
    class BrokenOff {

        @Test
        void accountsForEveryEdge() {
            open("checkout");
            wire.beforeRound = round -> {
                if (round == 1) {
                    throw new ClusterException("The API server failed.");
                }
            };

            assertThatThrownBy(() -> run(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER)))
                    .isInstanceOf(ClusterException.class).hasMessage("The API server failed.");

            assertThat(evidence.edges()).extracting(EdgeEvidence::id).containsExactly("pays", "stays-out");
            assertThat(findings("pays")).containsExactly(FindingId.NOT_TRIED);
            assertThat(footer().remark())
                    .isEqualTo("the run broke off while probing 6 paths from 2 pods: The API server failed.");
        }

        @Test
        void beforeThereIsAPlanHasNoEvidence() {
            world.snapshot = () -> {
                throw new ClusterException("No connection.");
            };

            assertThatThrownBy(() -> run(allow("pays", Edges.CHECKOUT))).hasMessage("No connection.");

            assertThat(evidence.header()).isNull();
        }
    }

    @Nested
    class Interrupted {

        private void interrupted(Edges... edges) {
            assertThat(catchThrowable(() -> run(edges))).isInstanceOf(CancellationException.class);

            assertThat(evidence.edges()).hasSameSizeAs(edges)
                    .allSatisfy(edge -> assertThat(edge.verdict().summary()).startsWith("not tried: interrupted"));
            assertThat(footer().totals().inconclusive()).isEqualTo(edges.length);
            assertThat(footer().remark()).startsWith("interrupted while ");
        }

        @Test
        void beforeItBegan() {
            cancellation.request();

            interrupted(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(wire.launched()).isEmpty();
        }

        @Test
        void whenThePodsAreLaunched() {
            wire.whenLaunched = cancellation::request;

            interrupted(allow("pays", Edges.CHECKOUT), deny("stays-out", Edges.STRANGER));

            assertThat(wire.launched()).extracting(ProbePodPlan::namespace).containsExactly("shop", "payments");
            assertThat(wire.rounds()).isEmpty();
        }

        @Test
        void whileItWaitsToTryAgain() {
            wire.beforeRound = round -> {
                if (round == 2) {
                    cancellation.request();
                }
            };

            interrupted(allow("pays", Edges.CHECKOUT).within(Duration.ofHours(1)));

            assertThat(edge("pays").attempts()).as("two rounds at two paths").hasSize(4);
        }

        @Test
        void inTheMiddleOfARound() throws InterruptedException {
            CountDownLatch playing = new CountDownLatch(1);
            wire.beforeRound = round -> {
                playing.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new ClusterException("Interrupted.", e);
                }
            };
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread run = Thread.ofVirtual()
                    .start(() -> failure.set(catchThrowable(() -> interrupted(allow("pays", Edges.CHECKOUT)))));

            playing.await();
            cancellation.request();
            run.join();

            assertThat(failure.get()).isNull();
        }

        @Test
        void callsTheCanaryBack() {
            world.enforces = Set.of();
            wire.beforeRound = round -> cancellation.request();

            interrupted(allow("pays", Edges.CHECKOUT));

            assertThat(header().canary().anyEnforced()).isFalse();
        }

        @Test
        void tellsWhatItCouldNotRemove() {
            world.whenCleanedUp = () -> {
                throw new ClusterException("Left behind: pod netproof-canary.");
            };
            wire.beforeRound = round -> cancellation.request();

            assertThatThrownBy(() -> run(allow("pays", Edges.CHECKOUT))).isInstanceOf(CancellationException.class)
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .anySatisfy(left -> assertThat(left).hasMessageStartingWith("Left behind")));
        }

        @Test
        void onceEverythingIsJudgedChangesNothing() throws IOException {
            open("checkout");
            Edges edge = allow("pays", Edges.CHECKOUT);

            new Run(new RunSetup("run-1", "1.0", "probe", world, id -> wire, null, AT_ONCE, wire.clock(), wire.ticker(),
                    step -> {
                        if (step.equals("judging")) {
                            cancellation.request();
                        }
                    }, cancellation)).execute(List.of(Edges.matrix(edge)), evidence);

            assertThat(edge("pays").verdict().result()).isEqualTo(Result.CONFORMS);
        }
    }
}
