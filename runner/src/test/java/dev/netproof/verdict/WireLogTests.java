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
        RawRecord raw = new RawRecord("p", "nc", List.of(), 0, "", "", Instant.EPOCH, Duration.ZERO);
        return new Attempt(round, new ProbePod("shop", pod, null, null, null, Map.of()), target, raw, observation);
    }

    private TargetControl control(boolean ready) {
        return log.control(TARGET, "stranger", List.of(2, 3), ready);
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
        log.mistrust("checkout");

        assertThat(control(false).control().proved()).isFalse();
        assertThat(log.reachedSomething("checkout")).isFalse();
    }

    @Test
    void theKubeletsReadinessProbeProvesATargetNobodyElseMayReach() {
        closed("stranger", 2);

        assertThat(control(true).control().kind()).isEqualTo(Control.Kind.TARGET_READY);
        assertThat(control(true).control().proved()).isTrue();
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
