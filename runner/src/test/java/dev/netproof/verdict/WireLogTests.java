package dev.netproof.verdict;

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
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Stage;
import org.junit.jupiter.api.Test;

class WireLogTests {

    private static final Endpoint TARGET = endpoint("uid-1");

    private final WireLog log = new WireLog();

    private static Endpoint endpoint(String uid) {
        return new Endpoint(Endpoint.Kind.POD, "pod payments/api", "10.244.0.1", 8080, Protocol.TCP, uid, "node");
    }

    private void open(String pod, int round, Endpoint target) {
        log.add(attempt(pod, round, target, new Observation.Connected(Stage.CONNECT, "")));
    }

    private void closed(String pod, int round) {
        log.add(attempt(pod, round, TARGET, new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "")));
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

    private TargetControl control(boolean ready) {
        return log.control(TARGET, pod("stranger"), List.of(2, 3), ready);
    }

    @Test
    void aTargetIsProvenByAnotherSourceBeforeAndAfter() {
        open("checkout", 1, TARGET);
        closed("stranger", 2);
        open("checkout", 4, TARGET);

        assertThat(control(false).control()).satisfies(control -> {
            assertThat(control.proved()).isTrue();
            assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED);
            assertThat(control.detail()).contains("shop/checkout");
        });
    }

    @Test
    void beforeAloneProvesNothing() {
        open("checkout", 1, TARGET);

        assertThat(control(false).control().proved()).isFalse();
        assertThat(control(false).control().detail()).contains("no longer after");
    }

    @Test
    void theLastDeniedAttemptCountsWhenTheTargetAnsweredOnlyAfterTheFirst() {
        open("checkout", 2, TARGET);
        open("checkout", 4, TARGET);

        assertThat(control(false).control().proved()).isTrue();
    }

    @Test
    void whileItIsDeniedProvesNothing() {
        open("checkout", 3, TARGET);

        assertThat(control(false).control().proved()).isFalse();
    }

    @Test
    void aSourceIsNotItsOwnControl() {
        open("stranger", 1, TARGET);
        open("stranger", 4, TARGET);

        assertThat(control(false).control().proved()).isFalse();
    }

    @Test
    void anotherPodUnderTheSameAddressProvesNothing() {
        open("checkout", 1, endpoint("uid-2"));
        open("checkout", 4, endpoint("uid-2"));

        assertThat(control(false).control().proved()).isFalse();
    }

    @Test
    void aSourceBehindATransparentProxyProvesNothing() {
        open("checkout", 1, TARGET);
        open("checkout", 4, TARGET);
        log.mistrust(pod("checkout"));

        assertThat(control(false).control().proved()).isFalse();
        assertThat(log.reachedSomething(pod("checkout"))).isFalse();
    }

    @Test
    void theKubeletsReadinessProbeProvesATargetNobodyElseMayReach() {
        closed("stranger", 2);

        assertThat(control(true).control().kind()).isEqualTo(Control.Kind.TARGET_READY);
        assertThat(control(true).control().proved()).isTrue();
    }

    /** A container in the pod behind the target. */
    private static ProbePod within() {
        return new ProbePod("payments", "payments-api-0", TARGET.podUid(), null, null, Map.of());
    }

    private void itself(int round, Observation observation) {
        log.add(attempt(within(), round, TARGET, observation));
    }

    @Test
    void aTargetMayProveItselfWhereNobodyElseDoes() {
        itself(1, new Observation.Connected(Stage.CONNECT, ""));
        closed("stranger", 2);
        itself(4, new Observation.Connected(Stage.CONNECT, ""));

        assertThat(control(false).control()).satisfies(control -> {
            assertThat(control.proved()).isTrue();
            assertThat(control.kind()).isEqualTo(Control.Kind.TARGET_REACHED_ITSELF);
            assertThat(control.detail()).contains("in pod payments/payments-api-0", "before and after");
        });
        assertThat(control(true).control().kind()).isEqualTo(Control.Kind.TARGET_READY);

        open("checkout", 1, TARGET);
        open("checkout", 4, TARGET);
        assertThat(control(true).control().kind()).isEqualTo(Control.Kind.TARGET_REACHED);
    }

    @Test
    void oneThatProvedItselfOnlyBeforeIsNotProven() {
        itself(1, new Observation.Connected(Stage.CONNECT, ""));

        assertThat(control(false).control().proved()).isFalse();
    }

    @Test
    void aSidecarThatAcceptsEverythingProvesNothingFromWithinEither() {
        itself(1, new Observation.Connected(Stage.CONNECT, ""));
        itself(4, new Observation.Connected(Stage.CONNECT, ""));
        log.mistrust(within());

        assertThat(control(false).control().proved()).isFalse();
    }

    @Test
    void saysThatNotEvenTheTargetItselfReachesIt() {
        closed("stranger", 2);
        itself(2, new Observation.Closed(Outcome.REFUSED, Stage.CONNECT, ""));

        assertThat(control(false).control().kind()).isEqualTo(Control.Kind.TARGET_REACHED_ITSELF);
        assertThat(control(false).control().detail()).isEqualTo("not even from within its own pod was it reached");
    }

    @Test
    void podsOfOneNameInTwoNamespacesAreTwoSources() {
        log.add(attempt(new ProbePod("other", "stranger", null, null, null, Map.of()), 1, TARGET,
                new Observation.Connected(Stage.CONNECT, "")));
        log.add(attempt(new ProbePod("other", "stranger", null, null, null, Map.of()), 4, TARGET,
                new Observation.Connected(Stage.CONNECT, "")));

        assertThat(control(false).control().proved()).isTrue();
    }

    @Test
    void aTargetThatNobodyReachedIsClosedForEveryoneOnlyIfMoreThanOneTried() {
        closed("stranger", 2);
        assertThat(control(false).closedForEveryone()).isFalse();

        closed("checkout", 2);
        assertThat(control(false).closedForEveryone()).isTrue();
        assertThat(control(false).control().detail()).isEqualTo("2 sources tried it and none reached it");
    }
}
