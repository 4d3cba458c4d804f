package dev.netproof.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskingTests {

    private static final Call CALL = new Call("get", "", "pods", "shop", "a");
    private static final Patience PATIENCE = new Patience(Duration.ofMillis(1500), Duration.ofMillis(400),
            Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final Asking asking = new Asking("https://api", PATIENCE, new Backpressure());
    private final AtomicInteger tries = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void asksAServerAgainThatIsUnwell(int code) {
        assertThat(asking.ask(CALL, failing(2, answer(code)))).isEqualTo("answer");
        assertThat(tries).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 422})
    void takesANoForAnAnswer(int code) {
        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> asking.ask(CALL, failing(1, answer(code))))
                .satisfies(e -> assertThat(e.isUnanswered()).isFalse());
        assertThat(tries).hasValue(1);
    }

    @Test
    void asksAgainWhenAConnectionBroke() {
        assertThat(asking.ask(CALL, failing(2, unanswered(new IOException("Connection reset"))))).isEqualTo("answer");
    }

    @Test
    void doesNotAskAServerAgainThatItDoesNotTrust() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> asking.ask(CALL,
                        failing(1, unanswered(new IOException(new CertificateException("self-signed"))))))
                .withMessageStartingWith("No trusted connection");
        assertThat(tries).hasValue(1);
    }

    @Test
    void givesUpATryThatIsNeverAnswered() {
        CountDownLatch never = new CountDownLatch(1);

        assertThat(asking.ask(CALL, () -> {
            if (tries.incrementAndGet() == 1) {
                waitFor(never);
            }
            return "answer";
        })).isEqualTo("answer");
        assertThat(tries).hasValue(2);
    }

    @Test
    void saysThatWhatWasNotAnsweredMayHaveBeenDone() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> asking.ask(CALL, failing(99, unanswered(new ConnectException("refused")))))
                .satisfies(e -> assertThat(e.isUnanswered()).isTrue());
    }

    @Test
    void waitsInVainOnceAndThenTriesOnce() {
        Supplier<String> gone = failing(Integer.MAX_VALUE, unanswered(new ConnectException("refused")));
        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> asking.ask(CALL, gone));
        int first = tries.get();

        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> asking.ask(CALL, gone));
        int second = tries.get() - first;
        // Right behind a try that failed, none is made at all, unless the machine slept between these two lines.
        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> asking.ask(CALL, gone))
                .withMessageContaining("get pods a in namespace shop");

        // The first two pauses are at most 0.9 of its 1.5 seconds; whether there is a fourth try is up to chance.
        assertThat(first).isGreaterThan(2);
        assertThat(second).isEqualTo(1);
        assertThat(tries.get() - first - second).isLessThanOrEqualTo(1);
    }

    @Test
    void asksAsEverOnceAServerIsBack() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> asking.ask(CALL, failing(Integer.MAX_VALUE, unanswered(new ConnectException("no")))));
        assertThat(asking.ask(CALL, () -> "back")).isEqualTo("back");
        tries.set(0);

        assertThat(asking.ask(CALL, failing(2, unanswered(new ConnectException("no"))))).isEqualTo("answer");
    }

    @Test
    void doesNotTakeOneCallThatHangsForAnOutage() {
        assertThat(asking.ask(CALL, () -> "well")).isEqualTo("well");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> hanging = threads.submit(() -> asking.ask(CALL, failing(Integer.MAX_VALUE, answer(504))));
            Awaitility.await().until(() -> tries.get() > 0);
            assertThat(asking.ask(CALL, () -> "well")).isEqualTo("well");
            assertThat(hanging).failsWithin(Duration.ofSeconds(20));
        }
        tries.set(0);

        assertThat(asking.ask(CALL, failing(2, answer(503)))).as("with all its tries").isEqualTo("answer");
    }

    @Test
    void isEndedByAnInterrupt() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> asking.ask(CALL, failing(9, answer(503))))
                .withMessageStartingWith("Interrupted while waiting for");
        assertThat(Thread.interrupted()).isTrue();
    }

    private Supplier<String> failing(int times, KubernetesClientException failure) {
        return () -> {
            if (tries.incrementAndGet() <= times) {
                throw failure;
            }
            return "answer";
        };
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new KubernetesClientException("interrupted", e);
        }
    }

    private static KubernetesClientException answer(int code) {
        return new KubernetesClientException("no", code, null);
    }

    private static KubernetesClientException unanswered(Exception cause) {
        return new KubernetesClientException("An error has occurred.", cause);
    }
}
