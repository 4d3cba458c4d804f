package dev.netproof.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecListener;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import org.jspecify.annotations.Nullable;

/** One program run in a container over a WebSocket. */
final class Exec {

    /** Bytes kept of each of stdout and stderr. */
    static final int OUTPUT_LIMIT = 32 * 1024 * 1024;

    /** Bytes a frame. The client's own default of 1 KiB costs a round of locking each. */
    private static final int FRAME = 32 * 1024;

    /** Milliseconds. Zero, the client's default, costs two more requests an exec. */
    private static final int READY_WAIT = 2_000;

    private final KubernetesClient client;
    private final InstantSource clock;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final CappedOutput stdout;
    private final CappedOutput stderr;

    /** @param exitCode null when it isn't known */
    private record End(@Nullable Integer exitCode, String failure) {

        static End unknown(String reason) {
            return new End(null, reason);
        }
    }

    Exec(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        Runnable overflow = () -> end
                .complete(End.unknown("more than " + OUTPUT_LIMIT / (1024 * 1024) + " MiB of output: cut off"));
        stdout = new CappedOutput(OUTPUT_LIMIT, overflow);
        stderr = new CappedOutput(OUTPUT_LIMIT, overflow);
    }

    ExecResult run(Pod pod, String container, List<String> command, byte[] stdin, Duration limit) {
        Instant startedAt = clock.instant();
        long deadline = System.nanoTime() + limit.toNanos();
        End seen;
        try (ExecWatch watch = client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .inContainer(container)
                .withReadyWaitTimeout(READY_WAIT)
                .redirectingInput(FRAME)
                .writingOutput(stdout)
                .writingError(stderr)
                .usingListener(new EndListener())
                .exec(command.toArray(String[]::new))) {
            feed(watch, stdin);
            seen = await(deadline, limit);
        }
        return new ExecResult(stdout.text(), stderr.text(), seen.exitCode(), seen.failure(), startedAt,
                clock.instant());
    }

    private void feed(ExecWatch watch, byte[] stdin) {
        // The stream stays open: closing it would not reach the program under this protocol version.
        OutputStream input = watch.getInput();
        try {
            input.write(stdin);
            input.flush();
        } catch (IOException | KubernetesClientException e) {
            // Either the program ended without reading it all, or the connection broke. The listener says which.
            end.completeOnTimeout(End.unknown("its input could not be sent: " + e.getMessage()), 1, TimeUnit.SECONDS);
        }
    }

    private End await(long deadline, Duration limit) {
        try {
            return end.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return End.unknown("not finished after " + limit.toMillis() + " ms: given up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.unknown("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of an exec is never completed exceptionally", e);
        }
    }

    /** Told of the end only after all output was written. The first word counts. */
    private final class EndListener implements ExecListener {

        @Override
        public void onExit(int code, @Nullable Status status) {
            // The client says -1 when the status frame carries no exit code.
            if (code >= 0) {
                end.complete(new End(code, ""));
            } else {
                String said = status == null ? null : status.getMessage();
                end.complete(End.unknown(said == null ? "the cluster sent no exit code" : said));
            }
        }

        @Override
        public void onClose(int code, String reason) {
            end.complete(End.unknown("the connection was closed before an exit code came (" + code
                    + (reason == null || reason.isBlank() ? "" : " " + reason) + ")"));
        }

        @Override
        public void onFailure(Throwable failure, @Nullable Response response) {
            end.complete(End.unknown("the connection broke: " + failure.getMessage()));
        }
    }
}
