package dev.netproof.cluster;

import java.io.InterruptedIOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.netproof.time.Pause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call, tries it again as long as that may help, and explains it when it fails. A call ends in bounded time, whatever
 * the API server does.
 *
 * <p>The client's own tries don't do: they ignore {@code Retry-After}, and each waits anew for a server that is gone.
 */
final class Asking {

    /** Tries of a server that answers with an error of its own. */
    private static final int TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String server;
    private final Patience patience;
    private final Backpressure backpressure;
    private final Outage outage;

    /** @param server its address, for messages */
    Asking(String server, Patience patience, Backpressure backpressure) {
        this.server = server;
        this.patience = patience;
        this.backpressure = backpressure;
        this.outage = new Outage(patience);
    }

    /** The work may be done several times. An interrupt ends it. */
    <T extends @Nullable Object> T ask(Call call, Supplier<T> work) {
        long begun = System.nanoTime();
        long deadline = begun + patience.call().toNanos();
        for (int tries = 1;; tries++) {
            RuntimeException known = outage.reason(System.nanoTime());
            if (known != null) {
                throw explain(call, known);
            }
            try {
                Duration longest = outage.lasts() ? patience.connect() : patience.attempt();
                T answer = attempt(work, Math.min(longest.toNanos(), deadline - System.nanoTime()));
                outage.served(System.nanoTime());
                return answer;
            } catch (KubernetesClientException e) {
                long now = System.nanoTime();
                if (!isUnwell(e)) {
                    outage.served(now);
                    throw explain(call, e);
                }
                outage.met(!Explanation.isUnanswered(e));
                Duration pause = pause(tries, e);
                if (outage.lasts() || !mayHelp(e, tries) || now + pause.toNanos() >= deadline) {
                    if (!isInterruption(e)) {
                        outage.inVain(e, begun, now);
                    }
                    throw explain(call, e);
                }
                sleep(call, pause);
            }
        }
    }

    /** Whether it says of the server that it does not serve, and nothing of the call. */
    private static boolean isUnwell(KubernetesClientException e) {
        return Explanation.isUnanswered(e) || Explanation.isStatus(e, 429) || Explanation.isServerError(e);
    }

    /** Like {@link #ask}; once begun it is finished, also when the thread is interrupted. */
    <T extends @Nullable Object> T finish(Call call, Supplier<T> work) {
        return Uninterrupted.call(() -> ask(call, work));
    }

    ClusterException explain(Call call, Throwable failure) {
        return Explanation.of(call, server, failure);
    }

    /** @param limit in nanoseconds */
    private <T extends @Nullable Object> T attempt(Supplier<T> work, long limit) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread.ofVirtual().name("netproof-asking").start(task);
        try {
            return task.get(limit, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a call failed with an error", e.getCause());
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new KubernetesClientException("no answer", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        }
    }

    private boolean mayHelp(KubernetesClientException e, int tries) {
        if (Explanation.isUnanswered(e)) {
            return !isInterruption(e) && !isTrust(e) && (tries < TRIES || outage.met());
        }
        return Explanation.isStatus(e, 429) || tries < TRIES;
    }

    private Duration pause(int tries, KubernetesClientException e) {
        long own = Math.min(FIRST_PAUSE.toMillis() << Math.min(tries - 1, 10), LONGEST_PAUSE.toMillis());
        // Those that were turned away together don't come back together.
        long spread = own / 2 + ThreadLocalRandom.current().nextLong(own);
        return Explanation.isUnanswered(e)
                ? Duration.ofMillis(spread)
                : Duration.ofMillis(spread).plus(backpressure.remaining());
    }

    private void sleep(Call call, Duration pause) {
        if (!Pause.of(pause)) {
            throw explain(call, new InterruptedException("interrupted between two tries"));
        }
    }

    private static boolean isInterruption(Throwable failure) {
        return has(failure, InterruptedException.class) || has(failure, InterruptedIOException.class);
    }

    private static boolean isTrust(Throwable failure) {
        return has(failure, CertificateException.class) || has(failure, CertPathBuilderException.class)
                || has(failure, CertPathValidatorException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Exception> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
