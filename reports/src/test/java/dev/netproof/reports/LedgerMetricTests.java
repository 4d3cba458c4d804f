package dev.netproof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.netproof.reports.archive.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerMetricTests {
    private static final String METRICS = "# TYPE netproof_run_success gauge\nnetproof_run_success 1\n# EOF\n";

    @TempDir
    private Path temporary;

    @Test
    void takes_the_place_of_the_one_before() throws IOException {
        Path metrics = Files.writeString(temporary.resolve("metrics.prom"), METRICS);

        LedgerMetric.add(metrics, new Link(11, "a".repeat(64)));
        LedgerMetric.add(metrics, new Link(2, "b".repeat(64)));

        assertThat(metrics).content().startsWith("# TYPE netproof_run_success").endsWith("# EOF\n")
                .contains("netproof_ledger_entry{link=\"" + "b".repeat(64) + "\"} 2\n").doesNotContain("aaaa");
    }

    @Test
    void is_not_written_through_a_link() throws IOException {
        Path victim = Files.writeString(temporary.resolve("victim"), METRICS);
        Path metrics = Files.createSymbolicLink(temporary.resolve("metrics.prom"), victim);

        assertThatIOException().isThrownBy(() -> LedgerMetric.add(metrics, new Link(1, "a".repeat(64))))
                .withMessageStartingWith(metrics + ": became a symbolic link since it was written");
        assertThat(victim).hasContent(METRICS);
    }
}
