package dev.netproof.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.netproof.lab.Lab;
import dev.netproof.lab.LabOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on bringing a matrix in: each command is run, says what is shown, and ends with the exit code that is named. */
class RolloutPageTests {

    private static final Path HOME = Path.of(System.getProperty("netproof.home", "..")).toAbsolutePath();

    /** A command, what it says, if that is shown, and its exit code. */
    private static final Pattern STEP = Pattern
            .compile("(?ms)^```sh\\n(.*?)^```\\n\\n(?:^```\\n(.*?)^```\\n\\n)?^Exit code (\\d)");

    private final Path folder;

    RolloutPageTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void skipsVisiblyWithoutNamespaces() {
        try {
            Lab.start(LabOptions.defaults()).close();
        } catch (IOException e) {
            abort(e.toString());
        }
    }

    @Test
    void showsWhatItsCommandsSay() throws Exception {
        String page = Files.readString(HOME.resolve("docs/rollout.md"));
        Files.createSymbolicLink(folder.resolve("matrices"), HOME.resolve("matrices"));
        Files.createDirectory(folder.resolve("target"));
        launcher();

        var steps = STEP.matcher(page).results().toList();

        assertThat(steps).hasSize((int) Pattern.compile("```sh").matcher(page).results().count());
        for (MatchResult step : steps) {
            Process process = new ProcessBuilder("sh", "-euc", step.group(1)).directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(step.group(1) + said).isEqualTo(Integer.parseInt(step.group(3)));
            if (step.group(2) != null) {
                assertThat(said).contains(step.group(2));
            }
        }
    }

    /** The {@code netproof} of this build. */
    private void launcher() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path script = Files.writeString(folder.resolve("netproof"), "#!/bin/sh\nexec '" + java
                + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dio.netty.noUnsafe=true -cp '"
                + System.getProperty("java.class.path") + "' dev.netproof.cli.Netproof \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }
}
