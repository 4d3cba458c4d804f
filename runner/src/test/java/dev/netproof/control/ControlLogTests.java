package dev.netproof.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
        log.add(attempt(pod, round, target, new Observation.Connected(Stage.CONNECT, "")), true);
    }

    private void closed(String pod, int round) {
        log.add(attempt(pod, round, TARGET, new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "")), true);
    }

    private static Attempt attempt(String pod, int round, Endpoint target, Observation observation) {
        return attempt(pod(pod), round, target, observation);
    }

    private static Attempt attempt(ProbePod pod, int round, Endpoint target, Observation observation) {
        RawRecord raw = new RawRecord("p", "nc", List.of(), 0, "", "", Instant.EPOCH, Duration.ZERO);
        return new Attempt(round, pod, target, raw, observation);
    }

    private static ProbePod pod(String name) {
        return new ProbePod("shop", name, null, null, null, Map.of());
    }

    /** Of the attempt in round 3. */
    private Proof proof(boolean ready) {
        return log.proof(TARGET, pod("stranger"), 1, 3, new Standing(null, ready));
    }

    private static String detail(Control control) {
        return Wording.ENGLISH.grounds(control.grounds());
    }

    private Control target(boolean ready) {
        return proof(ready).target();
    }

    @Test
    void aTargetIsProvenByAnotherSourceBeforeWhileAndAfter() {
        open("checkout", 1, TARGET);
        closed("stranger", 3);
        open("checkout", 3, TARGET);
        open("checkout", 4, TARGET);

        assertThat(target(false)).satisfies(control -> {
            assertThat(control.proved()).isTrue();
            assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED);
            assertThat(detail(control)).contains("shop/checkout");
        });
    }

    @Test
    void beforeAloneProvesNothing() {
        open("checkout", 1, TARGET);

        assertThat(target(false).proved()).isFalse();
        assertThat(detail(target(false))).contains("no longer after");
    }

    @Test
    void beforeAndAfterProveNothingOfTheMomentBetween() {
        open("checkout", 1, TARGET);
        open("checkout", 4, TARGET);

        assertThat(target(false).proved()).isFalse();
        assertThat(detail(target(false))).endsWith("but not while it was");
    }

    @Test
    void whatWasSeenInAnotherStateOfTheClusterDoesNotCount() {
        open("checkout", 1, TARGET);
        open("checkout", 3, TARGET);
        open("checkout", 4, TARGET);

        assertThat(log.proof(TARGET, pod("stranger"), 2, 3, new Standing(null, false)).target().proved()).isFalse();
    }

    @Test
    void anAttemptFromBeforeTheTargetChangedIsBackedByNobody() {
        assertThat(log.proof(TARGET, pod("stranger"), 4, 3, new Standing(null, true)).target().proved()).isFalse();
    }

    @Test
    void aTargetThatIsAnotherThanBeforeIsNotProvenWhoeverReachedIt() {
        open("checkout", 1, TARGET);
        open("checkout", 3, TARGET);
        open("checkout", 4, TARGET);

        Control control = log
                .proof(TARGET, pod("stranger"), 1, 3, new Standing(new TargetChange.Restarted("api"), true))
                .target();

        assertThat(control.proved()).isFalse();
        assertThat(detail(control)).endsWith("container api was started anew");
    }

    @Test
    void whileItIsDeniedProvesNothing() {
        open("checkout", 3, TARGET);

        assertThat(target(false).proved()).isFalse();
    }

    @Test
    void aSourceIsNotItsOwnControl() {
        open("stranger", 1, TARGET);
        open("stranger", 3, TARGET);
        open("stranger", 4, TARGET);

        assertThat(target(false).proved()).isFalse();
    }

    @Test
    void anotherPodUnderTheSameAddressProvesNothing() {
        open("checkout", 1, endpoint("uid-2"));
        open("checkout", 3, endpoint("uid-2"));
        open("checkout", 4, endpoint("uid-2"));

        assertThat(target(false).proved()).isFalse();
    }

    @Test
    void aSourceBehindATransparentProxyProvesNothing() {
        open("checkout", 1, TARGET);
        open("checkout", 3, TARGET);
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
        log.add(attempt(within(), round, TARGET, observation), true);
    }

    @Test
    void aTargetMayProveItselfWhereNobodyElseDoes() {
        itself(1, new Observation.Connected(Stage.CONNECT, ""));
        closed("stranger", 2);
        itself(4, new Observation.Connected(Stage.CONNECT, ""));

        assertThat(target(false)).satisfies(control -> {
            assertThat(control.proved()).isTrue();
            assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED_ITSELF);
            assertThat(detail(control)).contains("in pod payments/payments-api-0", "before and after");
        });
        assertThat(target(true).kind()).isEqualTo(Control.Kind.TARGET_READY);

        open("checkout", 1, TARGET);
        open("checkout", 3, TARGET);
        open("checkout", 4, TARGET);
        assertThat(target(true).kind()).isEqualTo(Control.Kind.TARGET_REACHED);
    }

    @Test
    void oneThatProvedItselfOnlyBeforeIsNotProven() {
        itself(1, new Observation.Connected(Stage.CONNECT, ""));

        assertThat(target(false).proved()).isFalse();
    }

    @Test
    void aSidecarThatAcceptsEverythingProvesNothingFromWithinEither() {
        itself(1, new Observation.Connected(Stage.CONNECT, ""));
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
        for (int round : List.of(1, 3, 4)) {
            log.add(attempt(new ProbePod("other", "stranger", null, null, null, Map.of()), round, TARGET,
                    new Observation.Connected(Stage.CONNECT, "")), true);
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
            open("stranger", round, OTHER);

            assertThat(log.source(pod("stranger"), 3).proved()).isFalse();
            assertThat(log.mayYetBeAlive(pod("stranger"), 3)).as("another exec may show it").isTrue();
        }

        @Test
        void isNotProvenByItsOwnAddress() {
            log.add(attempt(within(), 3, TARGET, new Observation.Connected(Stage.CONNECT, "")), true);

            assertThat(log.source(within(), 3).proved()).isFalse();
        }

        @Test
        void isAliveWhenTheKubeletReachedItMeanwhile() {
            log.pulse(pod("stranger"), 3, 2, Duration.ofSeconds(3));

            Control control = log.source(pod("stranger"), 3);

            assertThat(control.proved()).isTrue();
            assertThat(control.kind()).isEqualTo(Control.Kind.SOURCE_PULSE);
            assertThat(detail(control)).isEqualTo("the kubelet of its node reached it 2 times during that exec");
        }

        @Test
        void isNotAliveWhenNotEvenTheKubeletReachedIt() {
            log.pulse(pod("stranger"), 3, 0, Duration.ofSeconds(1));

            assertThat(log.source(pod("stranger"), 3).proved()).isFalse();
            assertThat(detail(log.source(pod("stranger"), 3))).contains("the kubelet of its node did not reach it");
        }

        @ParameterizedTest(name = "{0} times in {1} s: {2}")
        @CsvSource({"1, 0, true", "1, 1, true", "1, 2, true", "1, 3, false", "2, 3, true", "3, 5, false", "4, 5, true"})
        void isNotAliveWhenTheKubeletMissedItForLong(int connections, int seconds, boolean alive) {
            log.pulse(pod("stranger"), 3, connections, Duration.ofSeconds(seconds));

            assertThat(log.source(pod("stranger"), 3).proved()).isEqualTo(alive);
        }

        @Test
        void thatNothingIsKnownOfIsNotAskedAgain() {
            closed("stranger", 3);

            assertThat(log.mayYetBeAlive(pod("stranger"), 3)).isFalse();
            assertThat(detail(log.source(pod("stranger"), 3))).contains("is not known here");
        }

        @Test
        void thatReachedAProxyIsAlive() {
            log.add(attempt("stranger", 3, TARGET, new Observation.Connected(Stage.CONNECT, "")), false);

            assertThat(log.source(pod("stranger"), 3).proved()).isTrue();
            assertThat(log.isReachedByOthers(TARGET, pod("checkout"))).as("the proxy reached it").isFalse();
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
