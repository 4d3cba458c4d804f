package dev.netproof.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.netproof.cluster.ExecResult;
import dev.netproof.probe.driver.DriverJob;

/** Runs a driver's job on this machine as an exec would: what is read from stdin ends, but stdin does not. */
public record LocalExec(List<String> shell, Map<String, String> environment) {

    private static final long LIMIT_SECONDS = 60;

    public ExecResult run(DriverJob job) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(shell);
        command.addAll(job.command().subList(1, job.command().size()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Instant started = Instant.now();
        Process process = builder.start();
        CompletableFuture<String> stdout = CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
        CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(job.stdin());
            stdin.flush();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new ExecResult("", "", null, "no end in " + LIMIT_SECONDS + " s", started, Instant.now());
            }
        }
        return new ExecResult(stdout.join(), stderr.join(), process.exitValue(), "", started, Instant.now());
    }

    private static String all(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
