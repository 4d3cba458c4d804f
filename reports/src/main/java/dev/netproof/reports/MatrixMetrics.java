package dev.netproof.reports;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Verdict;

/** What is counted of one matrix. */
final class MatrixMetrics {
    /** Upper bounds in seconds, around the timeouts and windows that matrices have. */
    static final List<String> BOUNDS = List.of("0.05", "0.25", "1.0", "3.0", "10.0", "30.0", "60.0", "300.0", "+Inf");

    private final Map<Mode, Map<Verdict.Result, Integer>> edges = new EnumMap<>(Mode.class);
    private final Map<FindingId, Integer> findings = new EnumMap<>(FindingId.class);
    private final long[] buckets = new long[BOUNDS.size()];
    private int leaks;
    private Duration sum = Duration.ZERO;
    private Duration convergence = Duration.ZERO;
    private long count;

    void add(EdgeEvidence edge) {
        Verdict.Result result = edge.verdict().result();
        edges.computeIfAbsent(edge.mode(), mode -> new EnumMap<>(Verdict.Result.class)).merge(result, 1, Integer::sum);
        edge.verdict().findings().stream().map(finding -> finding.id()).distinct()
                .forEach(id -> findings.merge(id, 1, Integer::sum));
        if (result == Verdict.Result.VIOLATED && edge.expected() == Expectation.DENY) {
            leaks++;
        }
        count++;
        sum = sum.plus(edge.elapsed());
        BigDecimal seconds = MetricsText.seconds(edge.elapsed());
        for (int i = 0; i < buckets.length; i++) {
            String bound = BOUNDS.get(i);
            if (bound.startsWith("+") || seconds.compareTo(new BigDecimal(bound)) <= 0) {
                buckets[i]++;
            }
        }
        boolean late = edge.attempts().stream().mapToInt(Attempt::round).max().orElse(1) > 1;
        if (late && result == Verdict.Result.CONFORMS && edge.elapsed().compareTo(convergence) > 0) {
            convergence = edge.elapsed();
        }
    }

    int edges(Mode mode, Verdict.Result result) {
        return edges.getOrDefault(mode, Map.of()).getOrDefault(result, 0);
    }

    int findings(FindingId id) {
        return findings.getOrDefault(id, 0);
    }

    /** Edges that are open and must be closed, whatever the finding calls it. */
    int leaks() {
        return leaks;
    }

    /** Of {@link #BOUNDS} by index: how many edges took at most that long. */
    long atMost(int bound) {
        return buckets[bound];
    }

    long count() {
        return count;
    }

    Duration sum() {
        return sum;
    }

    /** The longest that an edge took to become as expected; zero if each was at once, or never. */
    Duration convergence() {
        return convergence;
    }
}
