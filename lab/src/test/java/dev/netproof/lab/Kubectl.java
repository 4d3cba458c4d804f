package dev.netproof.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real kubectl, with a cache of its own. */
record Kubectl(Path directory, Path kubeconfig) {

    /** What a call gave. */
    record Output(String out, String err, int exit) {}

    /** Skips the test, visibly, where there is no kubectl. */
    static Kubectl on(Path directory, Path kubeconfig) {
        Kubectl kubectl = new Kubectl(directory, kubeconfig);
        try {
            kubectl.call("", "version", "--client");
        } catch (IOException missing) {
            return abort("no kubectl on this machine: " + missing.getMessage());
        }
        return kubectl;
    }

    /** Standard output of a call that must succeed. */
    String run(String... arguments) throws IOException {
        return feed("", arguments);
    }

    String feed(String input, String... arguments) throws IOException {
        Output output = call(input, arguments);
        assertThat(output.exit()).as("kubectl %s: %s", String.join(" ", arguments), output.err()).isZero();
        return output.out();
    }

    Output call(String input, String... arguments) throws IOException {
        Path in = Files.writeString(Files.createTempFile(directory, "in", ""), input);
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = builder(arguments).redirectInput(in.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("kubectl %s ended", List.of(arguments)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        return new Output(read(out), read(err), process.exitValue());
    }

    /** A call to be started and ended by the caller. */
    ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString(), "--cache-dir",
                directory.resolve("cache").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
