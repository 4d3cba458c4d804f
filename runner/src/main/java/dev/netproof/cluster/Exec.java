package dev.netproof.cluster;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import dev.netproof.time.Pause;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.vertx.core.http.UpgradeRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * One program run in a container over a WebSocket, by {@code v4.channel.k8s.io}: the first byte of a message names its channel,
 * and the last message, on a channel of its own, is a Status. Source: k8s.io/apimachinery/pkg/util/remotecommand.
 *
 * <p>Not by the client's own exec: that reads and watches the pod first, which takes two rights and two requests more.
 */
final class Exec {

    /** Bytes kept of each of stdout and stderr. */
    static final int OUTPUT_LIMIT = 32 * 1024 * 1024;

    private static final byte STDIN = 0;
    private static final byte STDOUT = 1;
    private static final byte STDERR = 2;
    private static final byte STATUS = 3;

    /** Bytes a message, and those that may wait to be sent. */
    private static final int FRAME = 32 * 1024;
    private static final int QUEUE = 1024 * 1024;
    private static final Duration A_MOMENT = Duration.ofMillis(5);

    /** A status is small. */
    private static final int STATUS_LIMIT = 1024 * 1024;

    /** How long output may come behind the status, from a server that does not close. */
    private static final Duration STRAGGLERS = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Asking asking;

    Exec(KubernetesClient client, InstantSource clock, Asking asking) {
        this.client = client;
        this.clock = clock;
        this.asking = asking;
    }

    ExecResult run(Pod pod, String container, List<String> command, byte[] stdin, Duration limit) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        URI uri = URI.create(client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/pods/" + name
                + "/exec?container=" + container + "&stdin=true&stdout=true&stderr=true" + command.stream()
                        .map(word -> "&command=" + URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20"))
                        .collect(Collectors.joining()));
        // Opened again when that failed: what ran for nothing reads no input and is closed.
        Session session = asking.ask(new Call("create", "", "pods/exec", namespace, name), () -> open(uri));
        return session.run(stdin, limit);
    }

    private Session open(URI uri) {
        Session session = new Session(clock.instant(), System.nanoTime());
        CompletableFuture<WebSocket> opening = client.getHttpClient().newWebSocketBuilder().uri(uri)
                .subprotocol("v4.channel.k8s.io").buildAsync(session);
        try {
            session.socket = opening.get();
            return session;
        } catch (InterruptedException e) {
            // What still opens is closed, then.
            opening.cancel(true);
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } catch (ExecutionException e) {
            throw refusal(e.getCause() == null ? e : e.getCause());
        }
    }

    private KubernetesClientException refusal(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException handshake) {
            int code = handshake.getResponse().code();
            return new KubernetesClientException("refused", failure, code, said(handshake.getCause()), null);
        }
        return new KubernetesClientException(String.valueOf(failure.getMessage()), failure);
    }

    private @Nullable Status said(@Nullable Throwable rejection) {
        if (rejection instanceof UpgradeRejectedException rejected && rejected.getBody() != null) {
            return status(rejected.getBody().getBytes());
        }
        return null;
    }

    /** Null for what is none, or not all of it. */
    private @Nullable Status status(byte[] json) {
        try {
            return client.getKubernetesSerialization().unmarshal(new String(json, StandardCharsets.UTF_8),
                    Status.class);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static void close(WebSocket socket) {
        socket.sendClose(1000, "");
    }

    /** @param exitCode null when it isn't known */
    private record End(@Nullable Integer exitCode, String failure) {

        static End unknown(String reason) {
            return new End(null, reason);
        }
    }

    /** Told of everything in its order, by one thread at a time. */
    private final class Session implements WebSocket.Listener {

        private final Instant startedAt;
        private final long startedNanos;
        private final CompletableFuture<End> end = new CompletableFuture<>();
        private final CappedOutput stdout = new CappedOutput(OUTPUT_LIMIT, this::overflow);
        private final CappedOutput stderr = new CappedOutput(OUTPUT_LIMIT, this::overflow);
        private final ByteArrayOutputStream statusText = new ByteArrayOutputStream();
        private volatile @Nullable WebSocket socket;
        private @Nullable End told;

        Session(Instant startedAt, long startedNanos) {
            this.startedAt = startedAt;
            this.startedNanos = startedNanos;
        }

        ExecResult run(byte[] stdin, Duration limit) {
            WebSocket open = socket;
            if (open == null) {
                throw new IllegalStateException("not opened");
            }
            long deadline = startedNanos + limit.toNanos();
            End seen;
            try {
                feed(open, stdin, deadline);
                seen = end.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                seen = End.unknown("not finished after " + limit.toMillis() + " ms: given up");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                seen = End.unknown("interrupted");
            } catch (ExecutionException e) {
                throw new IllegalStateException("the end of an exec is never completed exceptionally", e);
            } finally {
                close(open);
            }
            return new ExecResult(stdout.text(), stderr.text(), seen.exitCode(), seen.failure(), startedAt,
                    clock.instant());
        }

        /** The stream stays open behind it: this version of the protocol has no end of input. */
        private void feed(WebSocket open, byte[] stdin, long deadline) throws InterruptedException {
            for (int from = 0; from < stdin.length && !end.isDone(); from += FRAME) {
                while (open.queueSize() > QUEUE && !end.isDone() && System.nanoTime() < deadline) {
                    if (!Pause.of(A_MOMENT)) {
                        throw new InterruptedException();
                    }
                }
                int length = Math.min(FRAME, stdin.length - from);
                if (!open.send(ByteBuffer.allocate(length + 1).put(STDIN).put(stdin, from, length).flip())) {
                    // Either the program ended without reading it all, or the connection broke: that is told, too.
                    end.completeOnTimeout(End.unknown("its input could not be sent"), 1, TimeUnit.SECONDS);
                    return;
                }
            }
        }

        @Override
        public void onMessage(WebSocket from, String text) {
            onMessage(from, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void onMessage(WebSocket from, ByteBuffer message) {
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            if (bytes.length > 1) {
                switch (bytes[0]) {
                    case STDOUT -> stdout.write(bytes, 1, bytes.length - 1);
                    case STDERR -> stderr.write(bytes, 1, bytes.length - 1);
                    case STATUS -> status(bytes);
                    default -> {
                        // A channel of a later version.
                    }
                }
            }
            from.request();
        }

        /** The first that is complete counts. */
        private synchronized void status(byte[] bytes) {
            if (told != null || statusText.size() > STATUS_LIMIT) {
                return;
            }
            statusText.write(bytes, 1, bytes.length - 1);
            Status status = Exec.this.status(statusText.toByteArray());
            if (status != null) {
                told = end(status);
                end.completeOnTimeout(told, STRAGGLERS.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private static End end(Status status) {
            if ("Success".equals(status.getStatus())) {
                return new End(0, "");
            }
            StatusDetails details = status.getDetails();
            String code = details == null || details.getCauses() == null ? null
                    : details.getCauses().stream().filter(cause -> "ExitCode".equals(cause.getReason()))
                            .map(StatusCause::getMessage).findFirst().orElse(null);
            if (code != null && code.matches("\\d{1,9}")) {
                return new End(Integer.valueOf(code), "");
            }
            String said = status.getMessage();
            return End.unknown(said == null ? "the cluster sent no exit code" : said);
        }

        @Override
        public void onClose(WebSocket from, int code, String reason) {
            finish("the connection was closed before an exit code came (" + code
                    + (reason == null || reason.isBlank() ? "" : " " + reason) + ")");
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            finish("the connection broke before an exit code came");
        }

        private synchronized void finish(String otherwise) {
            end.complete(told != null ? told
                    : End.unknown(statusText.size() > 0 ? otherwise + "; its status was cut off" : otherwise));
        }

        private void overflow() {
            end.complete(End.unknown("more than " + OUTPUT_LIMIT / (1024 * 1024) + " MiB of output: cut off"));
        }
    }
}
