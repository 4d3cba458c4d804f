package dev.netproof.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.netproof.evidence.Revision;

/**
 * Asks git which commit a file is from.
 *
 * <p>Git itself, because only it reads every kind of repository there is, and because it refuses repositories of other users.
 * Whatever goes wrong, nothing is known and the run goes on.
 */
public final class Checkout {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_OUTPUT = 4_096;
    private static final String OBJECT = "[0-9a-f]{40}|[0-9a-f]{64}";

    private final String git;

    public Checkout() {
        this("git");
    }

    Checkout(String git) {
        this.git = git;
    }

    /** The revision of the file; empty when it is in no checkout with a commit, there is no git, or git refuses or is slow. */
    public Optional<Revision> revision(String file) {
        try {
            Path path = Path.of(file).toAbsolutePath();
            Path folder = path.getParent();
            if (folder == null || !Files.isRegularFile(path)) {
                return Optional.empty();
            }
            String name = String.valueOf(path.getFileName());
            return object(folder, "rev-parse", "--verify", "HEAD^{commit}").map(commit -> {
                Optional<String> committed = object(folder, "rev-parse", "--verify", commit + ":./" + name);
                // Filters such as line ends are applied, so this is what a commit of the file would hold.
                Optional<String> here = object(folder, "hash-object", "--", name);
                return new Revision(commit, committed.isEmpty() || !committed.equals(here));
            });
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<String> object(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(git, "--no-optional-locks", "-c", "core.fsmonitor=false"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // In a hook they name the repository that the hook is of, relative to another folder.
        builder.environment().keySet().removeIf(name -> name.matches("GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)"));
        try {
            Process process = builder.start();
            try {
                return answer(process);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What it prints is less than a pipe holds, so it ends without being read. */
    private static Optional<String> answer(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
            return Optional.empty();
        }
        try (InputStream out = process.getInputStream()) {
            return Optional.of(new String(out.readNBytes(MOST_OUTPUT), UTF_8).strip())
                    .filter(id -> id.matches(OBJECT));
        }
    }
}
