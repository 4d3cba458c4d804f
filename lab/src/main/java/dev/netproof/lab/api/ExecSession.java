package dev.netproof.lab.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import tools.jackson.databind.node.ObjectNode;

/**
 * One process in a pod, its streams on a WebSocket: {@code v4.channel.k8s.io}, and {@code v5.channel.k8s.io}, which adds
 * an end of input. The first byte of a message names its channel.
 *
 * <p>Source: KEP-4006, and k8s.io/apimachinery/pkg/util/remotecommand.
 */
final class ExecSession {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int ERROR = 3;
    private static final int CLOSE = 255;
    private static final int CHUNK = 32 * 1024;
    private static final int ENOUGH_WAITING = 4 * 1024 * 1024;
    private static final Buffer END = Buffer.buffer();

    private final ServerWebSocket socket;
    private final Wanted wanted;
    private final BlockingQueue<Buffer> input = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Starts the process. */
    @FunctionalInterface
    interface Starter {
        Process start() throws IOException;
    }

    /** Which streams the client asked for. */
    record Wanted(boolean stdin, boolean stdout, boolean stderr) {}

    private ExecSession(ServerWebSocket socket, Wanted wanted) {
        this.socket = socket;
        this.wanted = wanted;
    }

    /** Serves the socket; call on its event loop, before a message can arrive. */
    static void serve(ServerWebSocket socket, Wanted wanted, Starter starter) {
        ExecSession session = new ExecSession(socket, wanted);
        socket.binaryMessageHandler(session::receive);
        socket.closeHandler(closed -> session.input.add(END));
        Thread.ofPlatform().daemon().name("exec").start(() -> session.run(starter));
    }

    private void receive(Buffer message) {
        if (message.length() == 0) {
            return;
        }
        int channel = message.getUnsignedByte(0);
        if (channel == CLOSE && message.length() > 1 && message.getUnsignedByte(1) == STDIN) {
            input.add(END);
        } else if (channel == STDIN && wanted.stdin() && message.length() > 1) {
            input.add(message.slice(1, message.length()));
            if (waiting.addAndGet(message.length()) > ENOUGH_WAITING) {
                socket.pause();
            }
        }
    }

    private void run(Starter starter) {
        try {
            Process process = starter.start();
            try {
                socket.closeHandler(closed -> {
                    input.add(END);
                    process.destroyForcibly();
                });
            } catch (IllegalStateException closed) {
                // The client left before its process had started.
                process.destroyForcibly();
                return;
            }
            if (socket.isClosed()) {
                process.destroyForcibly();
            }
            Thread in = Thread.ofPlatform().daemon().name("exec stdin").start(() -> feed(process.getOutputStream()));
            Thread err = Thread.ofPlatform().daemon().name("exec stderr")
                    .start(() -> pump(process.getErrorStream(), STDERR, wanted.stderr()));
            pump(process.getInputStream(), STDOUT, wanted.stdout());
            err.join();
            int exit = process.waitFor();
            in.interrupt();
            finish(status(exit));
        } catch (IOException notStarted) {
            finish(ApiError.internal(notStarted).status());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void feed(OutputStream stdin) {
        try (stdin) {
            while (wanted.stdin()) {
                Buffer next = input.take();
                if (next.length() == 0) {
                    return;
                }
                stdin.write(next.getBytes());
                stdin.flush();
                if (waiting.addAndGet(-next.length() - 1) <= ENOUGH_WAITING) {
                    socket.resume();
                }
            }
        } catch (IOException | InterruptedException ended) {
            // The process closed its input or is gone: what the client still sends has no reader, as in a shell's pipe.
        }
    }

    private void pump(InputStream from, int channel, boolean wantedByClient) {
        byte[] chunk = new byte[CHUNK];
        try (from) {
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                if (wantedByClient && read > 0) {
                    send(channel, Buffer.buffer(read + 1).appendBytes(chunk, 0, read));
                }
            }
        } catch (IOException | CompletionException | IllegalStateException ended) {
            // Either side is gone; the exit status says what is left to say.
        }
    }

    private void send(int channel, Buffer payload) {
        Buffer message = Buffer.buffer(payload.length() + 1).appendByte((byte) channel).appendBuffer(payload);
        socket.writeBinaryMessage(message).toCompletionStage().toCompletableFuture().join();
    }

    private void finish(ObjectNode status) {
        try {
            send(ERROR, Buffer.buffer(Json.write(status)));
        } catch (CompletionException | IllegalStateException | RejectedExecutionException closed) {
            return;
        }
        socket.close();
    }

    private static ObjectNode status(int exit) {
        ObjectNode status = Json.object();
        status.putObject("metadata");
        if (exit == 0) {
            return status.put("status", "Success");
        }
        status.put("status", "Failure").put("message", "command terminated with non-zero exit code: exit code " + exit)
                .put("reason", "NonZeroExitCode");
        status.putObject("details").putArray("causes").addObject().put("reason", "ExitCode").put("message",
                Integer.toString(exit));
        return status;
    }
}
