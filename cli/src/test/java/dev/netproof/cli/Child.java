package dev.netproof.cli;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, which signals can reach. */
final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Thread listener;

    private Child(Process process) {
        this.process = process;
        this.listener = Thread.ofVirtual().start(this::listen);
    }

    static Child start(String... arguments) throws IOException {
        // A build in the background of a shell ignores SIGINT, and its children would inherit that.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Dio.netty.noUnsafe=true", "-cp", System.getProperty("java.class.path"),
                Netproof.class.getName()));
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void listen() {
        try (InputStream out = process.getInputStream()) {
            out.transferTo(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said so. */
    Child hears(String text) {
        await().alias(text).atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> said().contains(text) || !process.isAlive());
        if (!said().contains(text)) {
            throw new AssertionError("ended without saying \"" + text + "\":\n" + said());
        }
        return this;
    }

    /** Sends it a signal, {@code INT} or {@code TERM}. */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new AssertionError("kill: exit " + exit);
        }
    }

    /** Ends it at once, without a chance to clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end. */
    int exit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running:\n" + said());
        }
        listener.join();
        return process.exitValue();
    }

    /** All that it wrote to standard output and standard error. */
    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
