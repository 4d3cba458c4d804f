package dev.netproof.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.TargetChange;
import dev.netproof.evidence.text.Wording;
import dev.netproof.time.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlLogTests {

    private static final Endpoint TARGET = endpoint("uid-1");

    private static final Endpoint OTHER = new Endpoint(Endpoint.Kind.POD, new Place.Pod("shop", "other"), "10.244.0.2",
            8080,
            Protocol.TCP, "uid-2", "node");
    private static final Endpoint NOWHERE = nowhere("192.0.2.1");
    private static final Endpoint NOWHERE_6 = nowhere("2001:db8::1");

    private final ControlLog log = new ControlLog();

    private static Endpoint nowhere(String address) {
        return new Endpoint(Endpoint.Kind.EXTERNAL, new Place.Nowhere(), address, 9, Protocol.TCP, null,
                null);
    }

    private static Endpoint endpoint(String uid) {
        return new Endpoint(Endpoint.Kind.POD, new Place.Pod("payments", "api"), "10.244.0.1", 8080, Protocol.TCP, uid,
                "node");
    }

    private void open(String pod, int round, Endpoint target) {
        log.add(attempt(pod, round, target, new Observation.Connected(Stage.CONNECT, "")), true, Window.UNKNOWN,
                Duration.ofSeconds(3));
    }

    private void closed(String pod, int round) {
        log.add(attempt(pod, round, TARGET, new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "")), true,
                Window.UNKNOWN, Duration.ofSeconds(3));
    }

    private static Attempt attempt(String pod, int round, Endpoint target, Observation observation) {
        return attempt(pod(pod), round, target, observation);
    }

    private static Attempt attempt(ProbePod pod, int round, Endpoint target, Observation observation) {
        RawRecord raw = new RawRecord("p", "nc", List.of(), 0, "", "", Instant.EPOCH, Duration.ZERO);
        return new Attempt(round, pod, target, raw, observation);
    }

    private static Window window(double from, double to) {
        return new Window(millis(from), millis(to));
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static ProbePod pod(String name) {
        return new ProbePod("shop", name, null, null, null, Map.of());
    }

    /** Of the attempt in round 3. */
    private Proof proof(boolean ready) {
        return log.proof(TARGET, pod("stranger"), 1, 3, standing(null, ready));
    }

    private static String detail(Control control) {
        return Wording.ENGLISH.grounds(control.grounds());
    }

    private static Standing standing(@Nullable TargetChange change, boolean ready) {
        return new Standing(change, ready ? Duration.ofSeconds(30) : null);
    }

    private Control target(boolean ready) {
        return proof(ready).target();
    }

    /** In rounds 1 and 3; in 2 and 4 somebody may be a witness. */
    private void deniedTwice() {
        closed("stranger", 1);
        closed("stranger", 3);
    }

    @Test
    void aTargetIsProvenByAnotherSourceBetweenTwoDenialsAndAfter() {
        deniedTwice();
        open("checkout", 2, TARGET);
        open("checkout", 4, TARGET);

        assertThat(target(false)).satisfies(control -> {
            assertThat(control.proved()).isTrue();
            assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED);
            assertThat(detail(control)).startsWith("shop/checkout reached it between two attempts");
        });
        assertThat(log.mayYetBeWitnessed(TARGET, pod("stranger"), 1, 3)).isFalse();
    }

    @Test
    void betweenThemAloneProvesNothing() {
        deniedTwice();
        open("checkout", 2, TARGET);

        assertThat(target(false).proved()).isFalse();
        assertThat(detail(target(false))).contains("no longer after");
    }

    @ParameterizedTest(name = "denied in {0}, reached in {1}")
    @CsvSource({"3, 1 3 4", "3, 2 4", "1 3, 1 4", "1 3, 3 4", "2 3, 1 4", "2 3, 2 3 4"})
    void anOutageOfTheTargetMayHaveSwallowedWhatWasDenied(String denied, String reached) {
        rounds(denied).forEach(round -> closed("stranger", round));
        rounds(reached).forEach(round -> open("checkout", round, TARGET));

        assertThat(target(false).proved()).isFalse();
        assertThat(detail(target(false))).startsWith("it was reached, but not ");
        assertThat(log.mayYetBeWitnessed(TARGET, pod("stranger"), 1, 3)).as("another attempt may show it").isTrue();
    }

    @Test
    void aRefusalMayBeAnOutageOfTheTargetToo() {
        log.add(attempt("stranger", 3, TARGET, new Observation.Closed(Outcome.REFUSED, Stage.CONNECT, "")), true,
                Window.UNKNOWN, Duration.ofSeconds(3));
        open("checkout", 2, TARGET);
        open("checkout", 3, TARGET);
        open("checkout", 4, TARGET);

        assertThat(target(false).proved()).isFalse();
    }

    private static List<Integer> rounds(String rounds) {
        return Stream.of(rounds.split(" ", -1)).map(Integer::valueOf).toList();
    }

    @Test
    void whatWasSeenInAnotherStateOfTheClusterDoesNotCount() {
        deniedTwice();
        open("checkout", 2, TARGET);
        open("checkout", 4, TARGET);

        assertThat(log.proof(TARGET, pod("stranger"), 2, 3, standing(null, false)).target().proved()).isFalse();
    }

    @Test
    void anAttemptFromBeforeTheTargetChangedIsBackedByNobody() {
        assertThat(log.proof(TARGET, pod("stranger"), 4, 3, standing(null, true)).target().proved()).isFalse();
    }

    @Test
    void aTargetThatIsAnotherThanBeforeIsNotProvenWhoeverReachedIt() {
        deniedTwice();
        open("checkout", 2, TARGET);
        open("checkout", 4, TARGET);

        Control control = log.proof(TARGET, pod("stranger"), 1, 3, standing(new TargetChange.Restarted("api"), true))
                .target();

        assertThat(control.proved()).isFalse();
        assertThat(detail(control)).endsWith("container api was started anew");
    }

    @Test
    void anotherPodUnderTheSameAddressProvesNothing() {
        deniedTwice();
        open("checkout", 2, endpoint("uid-2"));
        open("checkout", 4, endpoint("uid-2"));

        assertThat(target(false).proved()).isFalse();
    }

    @Test
    void aSourceBehindATransparentProxyProvesNothing() {
        deniedTwice();
        open("checkout", 2, TARGET);
        open("checkout", 4, TARGET);
        mistrust(pod("checkout"));

        assertThat(target(false).proved()).isFalse();
        assertThat(log.source(pod("checkout"), 3).proved()).isFalse();
    }

    @Test
    void theKubeletsReadinessProbeProvesATargetNobodyElseMayReach() {
        closed("stranger", 2);

        assertThat(target(true).kind()).isEqualTo(Control.Kind.TARGET_READY);
        assertThat(target(true).proved()).isTrue();
    }

    /** A container in the pod behind the target. */
    private static ProbePod within() {
        return new ProbePod("payments", "payments-api-0", TARGET.podUid(), null, null, Map.of());
    }

    private void itself(int round, Observation observation) {
        log.add(attempt(within(), round, TARGET, observation), true, Window.UNKNOWN, Duration.ofSeconds(3));
    }

    @Test
    void aTargetMayProveItselfWhereNobodyElseDoes() {
        deniedTwice();
        itself(2, new Observation.Connected(Stage.CONNECT, ""));
        itself(4, new Observation.Connected(Stage.CONNECT, ""));

        assertThat(target(false)).satisfies(control -> {
            assertThat(control.proved()).isTrue();
            assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED_ITSELF);
            assertThat(detail(control)).contains("in pod payments/payments-api-0", "between two attempts");
        });
        assertThat(target(true).kind()).isEqualTo(Control.Kind.TARGET_READY);

        open("checkout", 2, TARGET);
        open("checkout", 4, TARGET);
        assertThat(target(true).kind()).isEqualTo(Control.Kind.TARGET_REACHED);
    }

    @Test
    void oneThatProvedItselfOnlyBetweenIsNotProven() {
        deniedTwice();
        itself(2, new Observation.Connected(Stage.CONNECT, ""));

        assertThat(target(false).proved()).isFalse();
    }

    @Test
    void aSidecarThatAcceptsEverythingProvesNothingFromWithinEither() {
        deniedTwice();
        itself(2, new Observation.Connected(Stage.CONNECT, ""));
        itself(4, new Observation.Connected(Stage.CONNECT, ""));
        mistrust(within());

        assertThat(target(false).proved()).isFalse();
    }

    @Test
    void saysThatNotEvenTheTargetItselfReachesIt() {
        closed("stranger", 2);
        itself(2, new Observation.Closed(Outcome.REFUSED, Stage.CONNECT, ""));

        assertThat(target(false).kind()).isEqualTo(Control.Kind.TARGET_REACHED_ITSELF);
        assertThat(detail(target(false))).isEqualTo("not even from within its own pod was it reached");
    }

    @Test
    void podsOfOneNameInTwoNamespacesAreTwoSources() {
        deniedTwice();
        for (int round : List.of(2, 4)) {
            log.add(attempt(new ProbePod("other", "stranger", null, null, null, Map.of()), round, TARGET,
                    new Observation.Connected(Stage.CONNECT, "")), true, Window.UNKNOWN, Duration.ofSeconds(3));
        }

        assertThat(target(false).proved()).isTrue();
    }

    @Test
    void aTargetThatNobodyReachedIsClosedForEveryoneOnlyIfMoreThanOneTried() {
        closed("stranger", 2);
        assertThat(proof(false).closedForEveryone()).isFalse();

        closed("checkout", 2);
        assertThat(proof(false).closedForEveryone()).isTrue();
        assertThat(detail(target(false))).isEqualTo("2 sources tried it and none reached it");
    }

    private void mistrust(ProbePod pod) {
        log.negative(attempt(pod, 3, NOWHERE, new Observation.Connected(Stage.CONNECT, "")));
    }

    @Nested
    class ASource {

        @Test
        void isAliveWhenItReachedAnotherPodInThatVeryExec() {
            open("stranger", 3, OTHER);

            Control control = log.source(pod("stranger"), 3);

            assertThat(control.proved()).isTrue();
            assertThat(control.kind()).isEqualTo(Control.Kind.SOURCE_REACHED);
            assertThat(detail(control)).isEqualTo("in the same exec it reached pod shop/other at 10.244.0.2:8080/TCP");
        }

        @ParameterizedTest(name = "in round {0}")
        @ValueSource(ints = {1, 2, 4, 5})
        void isNotProvenByWhatItReachedAtAnotherTime(int round) {
            closed("stranger", 3);
            open("stranger", round, OTHER);

            assertThat(log.source(pod("stranger"), 3).proved()).isFalse();
            assertThat(log.mayYetBeAlive(TARGET, pod("stranger"), 1, 3)).as("another exec may show it").isTrue();
        }

        @Test
        void isNotProvenByItsOwnAddress() {
            log.add(attempt(within(), 3, TARGET, new Observation.Connected(Stage.CONNECT, "")), true, Window.UNKNOWN,
                    Duration.ofSeconds(3));

            assertThat(log.source(within(), 3).proved()).isFalse();
        }

        @Test
        void isAliveWhenTheKubeletReachedItMeanwhile() {
            log.visits(pod("stranger"), 3, List.of(window(0, 0.1)));

            Control control = log.source(pod("stranger"), 3);

            assertThat(control.proved()).isTrue();
            assertThat(control.kind()).isEqualTo(Control.Kind.SOURCE_PULSE);
            assertThat(detail(control)).isEqualTo("the kubelet of its node reached it during that exec");
        }

        @Test
        void isNotAliveWhenNotEvenTheKubeletReachedIt() {
            log.visits(pod("stranger"), 3, List.of());

            assertThat(log.source(pod("stranger"), 3).proved()).isFalse();
            assertThat(detail(log.source(pod("stranger"), 3))).contains("the kubelet of its node did not reach it");
        }

        @Test
        void thatNothingIsKnownOfIsNotAskedAgain() {
            closed("stranger", 3);

            assertThat(log.mayYetBeAlive(TARGET, pod("stranger"), 1, 3)).isFalse();
            assertThat(detail(log.source(pod("stranger"), 3))).contains("is not known here");
        }

        @Test
        void thatReachedAProxyIsAlive() {
            log.add(attempt("stranger", 3, TARGET, new Observation.Connected(Stage.CONNECT, "")), false, Window.UNKNOWN,
                    Duration.ofSeconds(3));

            assertThat(log.source(pod("stranger"), 3).proved()).isTrue();
            assertThat(log.isReachedByOthers(TARGET, pod("checkout"))).as("the proxy reached it").isFalse();
        }
    }

    /**
     * One outage, however long, must not be able to swallow all packets that were denied: between two of them the source lived.
     * A connection's first packet is sent again after a second.
     */
    @Nested
    class OneOutage {

        private Control source() {
            return log.proof(TARGET, pod("stranger"), 1, 3, standing(null, true)).source();
        }

        private void silent(int round, double from, double to, double patience) {
            log.add(attempt("stranger", round, TARGET, new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "")),
                    true, window(from, to), millis(patience));
        }

        private void visited(int round, double from, double to) {
            log.visits(pod("stranger"), round, List.of(window(from, to)));
        }

        @ParameterizedTest(name = "tool {0}..{1} s, patient for {2} s, visited in {3}..{4} s: {5}")
        @CsvSource({
                "1, 4,   3,   1.5, 1.7, true",
                "1, 4,   3,   1.01, 1.2, true,  the packet was sent at 1 s",
                "1, 4,   3,   0.8, 1.0, false, before the first packet",
                "1, 4,   3,   0.9, 1.1, false, before or after the first packet",
                "1, 4,   3,   1.9, 2.1, false, before or after the second packet",
                "1, 4,   3,   2.1, 2.3, false, after the second packet as far as can be counted on",
                "1, 4,   3,   3.9, 4.1, false, at its end",
                "1, 4.6, 3,   1.5, 1.7, false, the tool may have been late to send",
                "1, 4.4, 3,   1.5, 1.7, true",
                "1, 2,   1,   1.5, 1.7, false, too short for a second packet",
                "1, 2.4, 1.4, 1.5, 1.7, false, too short for a second packet",
                "1, 3,   2,   1.5, 1.7, true",
        })
        void isRuledOutByAVisitBetweenTwoPackets(double from, double to, double patience, double since, double until,
                boolean proved) {
            silent(3, from, to, patience);
            visited(3, since, until);

            assertThat(source().proved()).isEqualTo(proved);
            assertThat(detail(source())).contains(proved ? "reached it between two packets that were denied"
                    : "which one outage may have swallowed");
            assertThat(log.mayYetBeAlive(TARGET, pod("stranger"), 1, 3)).isEqualTo(!proved);
        }

        @Test
        void isNotRuledOutByVisitsBeforeAndAfterAllPackets() {
            silent(3, 1, 4, 3);
            log.visits(pod("stranger"), 3, List.of(window(0.8, 0.9), window(3.8, 3.9)));

            assertThat(source().proved()).isFalse();
        }

        @Test
        void isNotRuledOutByWhatTheSourceReachedWhileItsFirstPacketWasSent() {
            silent(3, 1, 4, 3);
            log.add(attempt("stranger", 3, OTHER, new Observation.Connected(Stage.CONNECT, "")), true,
                    window(1, 1.01), millis(3));

            assertThat(source().proved()).isFalse();
            assertThat(source().kind()).isEqualTo(Control.Kind.SOURCE_REACHED);
        }

        @Test
        void isNotRuledOutByAnAllowThatGotThroughWhenTheDeniedAttemptHadGivenUp() {
            silent(3, 1, 4, 3);
            log.add(attempt("stranger", 3, OTHER, new Observation.Connected(Stage.CONNECT, "")), true,
                    window(1, 8), millis(10));

            assertThat(source().proved()).isFalse();
        }

        @Test
        void isRuledOutByWhatTheSourceReachedBetweenTwoPackets() {
            silent(3, 1, 4, 3);
            log.add(attempt("stranger", 3, OTHER, new Observation.Connected(Stage.CONNECT, "")), true,
                    window(1.2, 1.3), millis(3));

            assertThat(detail(source()))
                    .endsWith("it reached pod shop/other at 10.244.0.2:8080/TCP between two packets"
                            + " that were denied");
            assertThat(source().proved()).isTrue();
        }

        @Test
        void isRuledOutByTwoAttemptsAndASignOfLifeBetweenThem() {
            silent(2, 1, 2, 1);
            silent(3, 1, 2, 1);
            visited(3, 0.5, 0.6);

            assertThat(source().proved()).isTrue();
        }

        @Test
        void isNotRuledOutByTwoAttemptsThatWereBothMadeInIt() {
            silent(2, 1, 2, 1);
            silent(3, 1, 2, 1);
            visited(3, 2.5, 2.6);

            assertThat(source().proved()).isFalse();
        }

        @Test
        void isNotRuledOutByAnAttemptInAnotherStateOfTheCluster() {
            silent(2, 1, 2, 1);
            silent(3, 1, 2, 1);
            visited(3, 0.5, 0.6);

            assertThat(log.proof(TARGET, pod("stranger"), 3, 3, standing(null, true)).source().proved()).isFalse();
        }

        @Test
        void isNotRuledOutByAnAttemptBeforeOneThatGotThrough() {
            silent(1, 1, 2, 1);
            open("stranger", 2, TARGET);
            silent(3, 1, 2, 1);
            visited(3, 0.5, 0.6);

            assertThat(source().proved()).isFalse();
        }

        @Test
        void neverAnswersSoARefusalNeedsNoSecondPacket() {
            log.add(attempt("stranger", 3, TARGET, new Observation.Closed(Outcome.REFUSED, Stage.CONNECT, "")), true,
                    window(1, 1.01), millis(3));
            visited(3, 0.5, 0.6);

            assertThat(source().proved()).isTrue();
        }

        @Test
        void mayLookLikeAHostThatIsUnreachable() {
            log.add(attempt("stranger", 3, TARGET, new Observation.Closed(Outcome.UNREACHABLE, Stage.CONNECT, "")),
                    true, window(1, 1.01), millis(3));
            visited(3, 1.5, 1.6);

            assertThat(source().proved()).isFalse();
        }

        @Test
        void maySwallowTheOnlyDatagram() {
            Endpoint dns = new Endpoint(Endpoint.Kind.POD, new Place.Pod("payments", "api"), "10.244.0.1", 53,
                    Protocol.UDP, "uid-1", "node");
            log.add(attempt("stranger", 3, dns, new Observation.Closed(Outcome.TIMEOUT, Stage.DNS, "")), true,
                    window(1, 4), millis(3));
            visited(3, 1.5, 1.7);

            assertThat(log.proof(dns, pod("stranger"), 1, 3, standing(null, true)).source().proved()).isFalse();
        }
    }

    @Nested
    class ANegativeControl {

        @Test
        void thatWasNotTriedProvesNothing() {
            assertThat(log.negative(pod("stranger")).proved()).isFalse();
        }

        @Test
        void thatWasClosedHolds() {
            log.negative(attempt("stranger", 3, NOWHERE, new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "")));

            assertThat(log.negative(pod("stranger")).proved()).isTrue();
            assertThat(log.isMistrusted(pod("stranger"))).isFalse();
        }

        @Test
        void ofOneFamilyIsEnoughToMistrust() {
            log.negative(attempt("stranger", 3, NOWHERE, new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "")));
            log.negative(attempt("stranger", 3, NOWHERE_6, new Observation.Connected(Stage.CONNECT, "")));

            assertThat(log.negative(pod("stranger")).proved()).isFalse();
            assertThat(log.isMistrusted(pod("stranger"))).isTrue();
        }

        @Test
        void thatCouldNotBeReadProvesNothing() {
            log.negative(attempt("stranger", 3, NOWHERE, new Observation.Unreadable("no tool")));

            assertThat(detail(log.negative(pod("stranger")))).endsWith("could not be tried: no tool");
        }
    }
}
