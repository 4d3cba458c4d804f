package dev.netproof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.Totals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsFileTests {
    @TempDir
    private Path temporary;

    @Test
    void count_edges_by_matrix_verdict_and_mode() throws IOException {
        Map<String, BigDecimal> metrics = sample();

        assertThat(metrics)
                .containsEntry("netproof_edges{matrix=payments, verdict=conforms, mode=enforce}", number("2"))
                .containsEntry("netproof_edges{matrix=payments, verdict=violated, mode=enforce}", number("2"))
                .containsEntry("netproof_edges{matrix=payments, verdict=inconclusive, mode=enforce}", number("1"))
                .containsEntry("netproof_edges{matrix=legacy, verdict=violated, mode=monitor}", number("1"))
                .containsEntry("netproof_edges{matrix=legacy, verdict=violated, mode=enforce}", number("0"))
                .containsEntry("netproof_leaks{matrix=payments}", number("1"))
                .containsEntry("netproof_findings{matrix=payments, finding=uncontrolled-deny}", number("1"));
    }

    @Test
    void say_when_the_run_was_and_how_long_it_took() throws IOException {
        Map<String, BigDecimal> metrics = sample();

        assertThat(metrics)
                .containsEntry("netproof_run_start_timestamp_seconds{}", number("1795197596.25"))
                .containsEntry("netproof_run_end_timestamp_seconds{}", number("1795197609.25"))
                .containsEntry("netproof_run_duration_seconds{}", number("13"))
                .containsEntry("netproof_run_complete{}", number("1"))
                .containsEntry("netproof_run_success{}", number("0"))
                .containsEntry("netproof_enforcement_seen{direction=ingress}", number("1"))
                .containsEntry("netproof_enforcement_delay_seconds{}", number("0.048"))
                .containsEntry("netproof_edge_duration_seconds_count{matrix=payments}", number("5"))
                .containsEntry("netproof_edge_duration_seconds_sum{matrix=payments}", number("15.06"))
                .containsEntry("netproof_edge_duration_seconds_bucket{matrix=payments, le=3.0}", number("0"))
                .containsEntry("netproof_edge_duration_seconds_bucket{matrix=payments, le=10.0}", number("5"));
    }

    @Test
    void have_the_time_of_the_last_success_only_of_a_run_that_is_one() throws IOException {
        assertThat(sample()).doesNotContainKey("netproof_last_success_timestamp_seconds{}");
        Files.delete(temporary.resolve("metrics.prom"));
        try (EvidenceSink sink = Reports.into(temporary, Set.of(Format.METRICS))) {
            sink.begin(SampleRun.HEADER);
            sink.edge(SampleRun.CONFORMING);
            sink.end(new RunFooter(SampleRun.START, Totals.NONE));
        }

        assertThat(read()).containsEntry("netproof_last_success_timestamp_seconds{}", number("1795197600.25"))
                .containsEntry("netproof_run_success{}", number("1"));
    }

    @Test
    void of_a_run_that_broke_off_are_no_success() throws IOException {
        try (EvidenceSink sink = Reports.into(temporary, Set.of(Format.METRICS))) {
            sink.begin(SampleRun.HEADER);
            sink.edge(SampleRun.CONFORMING);
        }

        assertThat(read()).containsEntry("netproof_run_complete{}", number("0"))
                .containsEntry("netproof_run_success{}", number("0"))
                .containsEntry("netproof_edges{matrix=legacy, verdict=conforms, mode=enforce}", number("0"))
                .doesNotContainKey("netproof_run_end_timestamp_seconds{}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void stay_well_formed_whatever_a_matrix_is_called(long seed) throws IOException {
        try (EvidenceSink sink = Reports.into(temporary, Set.of(Format.METRICS))) {
            GeneratedEvidence.hostile(seed).into(sink, 200);
        }

        assertThat(read()).isNotEmpty();
    }

    @Test
    void escape_what_would_end_a_label() {
        MetricsText text = new MetricsText();
        text.family("a", MetricsText.Type.GAUGE, "", "A \\ in\nhelp.").sample("", 1, "matrix", "q\"b\\n\nx");

        assertThat(text.whole()).isEqualTo("""
                                           # TYPE a gauge
                                           # HELP a A \\\\ in\\nhelp.
                                           a{matrix="q\\"b\\\\n\\nx"} 1
                                           # EOF
                                           """);
    }

    private Map<String, BigDecimal> sample() throws IOException {
        try (EvidenceSink sink = Reports.into(temporary, Set.of(Format.METRICS))) {
            SampleRun.into(sink);
        }
        return read();
    }

    private Map<String, BigDecimal> read() throws IOException {
        return OpenMetricsReader.read(Files.readString(temporary.resolve("metrics.prom")));
    }

    private static BigDecimal number(String value) {
        return new BigDecimal(value);
    }
}
