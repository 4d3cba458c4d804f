package dev.netproof.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.reports.archive.Archive;
import dev.netproof.reports.archive.Ledger;
import dev.netproof.reports.archive.MatrixSource;
import dev.netproof.reports.archive.Seal;
import dev.netproof.reports.archive.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on evidence promises what its commands do: each is run, from the first to the last. */
class EvidencePageTests {
    private static final Path PAGE = Path.of("../docs/evidence.md");
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final List<String> TOOLS = List.of("sh", "openssl", "unzip", "jq", "sha256sum", "base64");

    @TempDir
    private Path temporary;

    @Test
    void shows_commands_that_work() throws Exception {
        for (String tool : TOOLS) {
            assumeTrue(shell("command -v " + tool).code() == 0, "install " + tool);
        }
        launcher();
        List<String> blocks = COMMANDS.matcher(Files.readString(PAGE)).results()
                .map(block -> block.group(1)).toList();
        assertThat(blocks).hasSizeGreaterThan(7);
        Path matrix = StagedRun.matrix(temporary);
        try (EvidenceSink sink = EvidenceJson.writer(Files.newOutputStream(temporary.resolve("evidence.json")))) {
            StagedRun.into(sink, matrix, 1, 5);
        }

        for (String block : blocks) {
            Result result = shell(block);
            assertThat(result.code()).as(block + "\n" + result.output()).isZero();
            if (block.contains("genpkey")) {
                chainNights(matrix);
            }
        }
    }

    private void chainNights(Path matrix) throws IOException {
        SigningKey key = SigningKey.read(temporary.resolve("key.pem"));
        for (int night = 1; night <= 2; night++) {
            Path archive = temporary.resolve("night-" + night + ".zip");
            try (EvidenceSink sink = Archive.writer(archive, new Seal(MatrixSource.files(), Optional.of(key)))) {
                StagedRun.into(sink, matrix, night, 5);
            }
            Ledger.in(temporary.resolve("ledger")).append(archive);
        }
    }

    /** The {@code netproof} of this build. */
    private void launcher() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path bin = Files.createDirectories(temporary.resolve("bin"));
        Path script = Files.writeString(bin.resolve("netproof"), "#!/bin/sh\nexec '" + java
                + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '" + System.getProperty("java.class.path")
                + "' dev.netproof.cli.Netproof \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private Result shell(String commands) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-euc", commands).directory(temporary.toFile())
                .redirectErrorStream(true);
        builder.environment().merge("PATH", temporary.resolve("bin") + ":", (path, bin) -> bin + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output);
    }

    private record Result(int code, String output) {}
}
