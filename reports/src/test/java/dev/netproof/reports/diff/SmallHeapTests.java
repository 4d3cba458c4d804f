package dev.netproof.reports.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallHeapTests {
    @TempDir
    private Path temporary;

    @Test
    void a_hundred_thousand_edges_are_sealed_verified_and_compared_in_256_megabytes() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                HundredThousandEdges.class.getName(), temporary.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip()).isEqualTo("[] " + HundredThousandEdges.COUNT);
    }
}
