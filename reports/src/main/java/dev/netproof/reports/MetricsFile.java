package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.netproof.evidence.Canary;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * {@code metrics.prom}. Its series hang on matrices, never on edges, pods or runs, so their number does not grow.
 *
 * <p>The time of the last success is there only if this run is one: in a time series database, and on a Pushgateway, the
 * one before stays.
 */
final class MetricsFile implements EvidenceSink {
    private final OutputFolder folder;
    private final Map<String, MatrixMetrics> matrices = new TreeMap<>();
    private Totals totals = Totals.NONE;
    private @Nullable RunHeader header;
    private @Nullable RunFooter footer;

    MetricsFile(OutputFolder folder) {
        this.folder = folder;
    }

    @Override
    public void begin(RunHeader begun) {
        header = begun;
        // A matrix of which no edge was judged has its zeros.
        for (MatrixFile file : begun.matrices()) {
            of(file.matrix());
        }
    }

    @Override
    public void edge(EdgeEvidence edge) {
        totals = totals.plus(edge);
        of(edge.matrix()).add(edge);
    }

    @Override
    public void end(RunFooter ended) {
        footer = ended;
    }

    @Override
    public void close() throws IOException {
        if (header == null) {
            return;
        }
        MetricsText text = new MetricsText();
        run(text, header);
        canary(text, header.canary());
        edges(text);
        durations(text);
        byte[] bytes = text.whole().getBytes(UTF_8);
        try (OutputStream out = folder.create("metrics.prom")) {
            out.write(bytes);
        }
    }

    /** Two names that look alike are one series, or the whole file would be refused. */
    private MatrixMetrics of(String matrix) {
        return matrices.computeIfAbsent(MetricsText.label(matrix), any -> new MatrixMetrics());
    }

    private void run(MetricsText text, RunHeader run) {
        boolean complete = Completeness.missing(footer).isEmpty();
        boolean success = complete && totals.violated() == 0 && totals.inconclusive() == 0 && totals.edges() > 0;
        text.family("netproof_build_info", MetricsText.Type.GAUGE, "", "Always 1; the version is a label.")
                .sample("", 1, "version", MetricsText.label(run.version()));
        text.family("netproof_cluster_info", MetricsText.Type.GAUGE, "", "Always 1; the cluster is its labels.")
                .sample("", 1, "context", MetricsText.label(run.cluster().context()), "version",
                        MetricsText.label(run.cluster().version()));
        text.family("netproof_run_complete", MetricsText.Type.GAUGE, "", "Whether the run came to its end.")
                .sample("", complete ? 1 : 0);
        text.family("netproof_run_success", MetricsText.Type.GAUGE, "",
                "Whether every enforced edge was proven to be as expected.").sample("", success ? 1 : 0);
        text.family("netproof_run_start_timestamp_seconds", MetricsText.Type.GAUGE, "seconds", "When the run began.")
                .sample("", MetricsText.seconds(run.startedAt()));
        RunFooter end = footer;
        if (end == null) {
            return;
        }
        text.family("netproof_run_end_timestamp_seconds", MetricsText.Type.GAUGE, "seconds", "When the run ended.")
                .sample("", MetricsText.seconds(end.finishedAt()));
        text.family("netproof_run_duration_seconds", MetricsText.Type.GAUGE, "seconds", "How long the run took.")
                .sample("", MetricsText.seconds(Duration.between(run.startedAt(), end.finishedAt())));
        if (success) {
            text.family("netproof_last_success_timestamp_seconds", MetricsText.Type.GAUGE, "seconds",
                    "When the last run ended in which all was as expected.")
                    .sample("", MetricsText.seconds(end.finishedAt()));
        }
    }

    private static void canary(MetricsText text, Canary canary) {
        text.family("netproof_enforcement_seen", MetricsText.Type.GAUGE, "",
                "Whether this cluster was seen to enforce NetworkPolicy in a direction.");
        text.sample("", enforced(canary.ingress()), "direction", "ingress");
        text.sample("", enforced(canary.egress()), "direction", "egress");
        if (canary.enforcementDelay() != null) {
            text.family("netproof_enforcement_delay_seconds", MetricsText.Type.GAUGE, "seconds",
                    "The longest time from writing a policy to its effect.")
                    .sample("", MetricsText.seconds(canary.enforcementDelay()));
        }
        if (canary.releaseDelay() != null) {
            text.family("netproof_release_delay_seconds", MetricsText.Type.GAUGE, "seconds",
                    "The longest time from deleting a policy to its effect.")
                    .sample("", MetricsText.seconds(canary.releaseDelay()));
        }
    }

    private static int enforced(Canary.Enforcement direction) {
        return switch (direction) {
            case DROPPED, REJECTED -> 1;
            case IGNORED, UNKNOWN -> 0;
        };
    }

    private void edges(MetricsText text) {
        text.family("netproof_edges", MetricsText.Type.GAUGE, "", "Edges by matrix, verdict and mode.");
        matrices.forEach((matrix, metrics) -> {
            for (Mode mode : Mode.values()) {
                for (Verdict.Result result : Verdict.Result.values()) {
                    text.sample("", metrics.edges(mode, result), "matrix", matrix, "verdict", Story.word(result),
                            "mode", Story.word(mode));
                }
            }
        });
        text.family("netproof_leaks", MetricsText.Type.GAUGE, "", "Edges that are open and must be closed.");
        matrices.forEach((matrix, metrics) -> text.sample("", metrics.leaks(), "matrix", matrix));
        text.family("netproof_findings", MetricsText.Type.GAUGE, "", "Edges by what was found of them.");
        matrices.forEach((matrix, metrics) -> {
            for (FindingId id : FindingId.values()) {
                text.sample("", metrics.findings(id), "matrix", matrix, "finding", id.id());
            }
        });
    }

    private void durations(MetricsText text) {
        text.family("netproof_convergence_seconds", MetricsText.Type.GAUGE, "seconds",
                "The longest that an edge took to become as expected; 0 if each was at once, or never.");
        matrices.forEach((matrix, metrics) -> text.sample("", MetricsText.seconds(metrics.convergence()), "matrix",
                matrix));
        text.family("netproof_edge_duration_seconds", MetricsText.Type.HISTOGRAM, "seconds",
                "From the first attempt of an edge to the end of its last.");
        matrices.forEach((matrix, metrics) -> {
            for (int i = 0; i < MatrixMetrics.BOUNDS.size(); i++) {
                text.sample("_bucket", metrics.atMost(i), "matrix", matrix, "le", MatrixMetrics.BOUNDS.get(i));
            }
            text.sample("_count", metrics.count(), "matrix", matrix);
            text.sample("_sum", MetricsText.seconds(metrics.sum()), "matrix", matrix);
        });
    }
}
