package dev.netproof.reports.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import org.jspecify.annotations.Nullable;

/** What a statement has to say of a run, counted from its evidence. */
final class Tally implements EvidenceSink {
    private final List<String> failed = new ArrayList<>();
    private final List<String> warned = new ArrayList<>();
    private Totals totals = Totals.NONE;
    private @Nullable RunHeader header;
    private @Nullable RunFooter footer;

    /** The words of the test-result predicate. */
    enum Result {
        PASSED, WARNED, FAILED
    }

    @Override
    public void begin(RunHeader begun) {
        header = begun;
    }

    @Override
    public void edge(EdgeEvidence edge) {
        totals = totals.plus(edge);
        switch (edge.verdict().result()) {
            case CONFORMS -> {
                // Passed.
            }
            case VIOLATED, INCONCLUSIVE -> (edge.enforced() ? failed : warned).add(edge.matrix() + "/" + edge.id());
        }
    }

    @Override
    public void end(RunFooter ended) {
        footer = ended;
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    @Nullable
    RunHeader header() {
        return header;
    }

    @Nullable
    RunFooter footer() {
        return footer;
    }

    /** Empty before the run has begun. */
    Optional<Night> night() {
        RunHeader run = header;
        RunFooter end = footer;
        return run == null
                ? Optional.empty()
                : Optional.of(new Night(run.runId(), end == null ? run.startedAt() : end.finishedAt(),
                        run.ledgerHead()));
    }

    Totals totals() {
        return totals;
    }

    List<String> failed() {
        return failed;
    }

    List<String> warned() {
        return warned;
    }

    /** What is not proven has failed: a run that broke off, one without an edge, an edge that is inconclusive. */
    Result result() {
        RunFooter end = footer;
        if (end == null || !end.whole() || totals.edges() == 0 || !failed.isEmpty()) {
            return Result.FAILED;
        }
        return warned.isEmpty() ? Result.PASSED : Result.WARNED;
    }
}
