package dev.netproof.reports.diff;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.CutEvidenceException;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EdgeKey;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.reports.archive.StoredEvidence;
import org.jspecify.annotations.Nullable;

/** Earlier runs, which a newer one is compared with. Keeps some 300 bytes an edge, whatever its evidence has. */
public final class Baseline {
    private final Map<EdgeKey, EdgeHistory> edges = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Summary newest;
    private final int runs;

    private Baseline(List<Path> files) throws IOException {
        Summary summary = new Summary();
        for (int i = 0; i < files.size(); i++) {
            Instant before = summary.startedAt();
            summary = new Summary();
            Path file = files.get(i);
            int run = i;
            summary.read(file, edge -> add(edge, run));
            if (summary.startedAt().isBefore(before)) {
                throw new IOException(file + ": this run is older than the one before it. Give the oldest first.");
            }
        }
        newest = summary;
        runs = files.size();
    }

    /**
     * Reads evidence, or archives of it, oldest first.
     *
     * @throws IOException if one can't be read, or they are not in their order
     */
    public static Baseline read(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("there is no run to compare with");
        }
        return new Baseline(files);
    }

    /** Compares a newer run, its evidence or an archive of it, with the newest of these. */
    public Diff compare(Path file) throws IOException {
        Summary now = new Summary();
        Comparison comparison = new Comparison(edges, runs);
        now.read(file, comparison::edge);
        return comparison.diff(newest, now);
    }

    /** Whether the evidence of the newest of these is cut off, so that what it says of them is not all. */
    public boolean cut() {
        return !newest.cut().isEmpty();
    }

    /** A sink that passes one newer run on to another, and adds to its end what changed since the newest of these. */
    public EvidenceSink comparing(EvidenceSink sink) {
        return new ComparingSink(sink, newest, new Comparison(edges, runs));
    }

    /** Two edges of one matrix share its name. */
    private void add(EdgeEvidence edge, int run) {
        String matrix = names.computeIfAbsent(edge.matrix(), name -> name);
        edges.computeIfAbsent(new EdgeKey(matrix, edge.id()), key -> new EdgeHistory()).add(edge, run);
    }

    /** What is known of a run as a whole. */
    static final class Summary {
        private @Nullable RunHeader header;
        private @Nullable RunFooter footer;
        private String cut = "";

        /** What a run that was killed has left is what it judged until then. */
        void read(Path file, Taker taker) throws IOException {
            try (StoredEvidence evidence = StoredEvidence.open(file)) {
                evidence.into(with(taker));
            } catch (CutEvidenceException e) {
                if (header == null) {
                    throw e;
                }
                cut = String.valueOf(e.getMessage());
            }
        }

        /** Where its evidence is cut off; empty when it is not. */
        String cut() {
            return cut;
        }

        Instant startedAt() {
            return header == null ? Instant.MIN : header.startedAt();
        }

        String cluster() {
            return header == null || header.cluster().uid() == null ? "" : header.cluster().uid();
        }

        Diff.Run run() {
            RunFooter end = footer;
            return new Diff.Run(header == null ? "" : header.runId(), startedAt(),
                    end != null && end.whole());
        }

        EvidenceSink with(Taker taker) {
            return new EvidenceSink() {
                @Override
                public void begin(RunHeader begun) {
                    header = begun;
                }

                @Override
                public void edge(EdgeEvidence edge) {
                    taker.edge(edge);
                }

                @Override
                public void end(RunFooter ended) {
                    footer = ended;
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }
    }

    /** Takes the edges of a run. */
    interface Taker {
        void edge(EdgeEvidence edge);
    }
}
