package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

import dev.netproof.evidence.Canary;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;

/** Runs that never were, for the commands that are about evidence. */
final class StagedRun {
    private static final Instant FIRST = Instant.parse("2026-11-01T02:00:00Z");

    private StagedRun() {}

    static Path matrix(Path folder) throws IOException {
        return Files.writeString(folder.resolve("payments.yaml"), "kind: ConnectivityMatrix\n");
    }

    /** The run of a night, with so many of ten edges that are the same every night. */
    static void into(EvidenceSink sink, Path matrix, int night, int edges) throws IOException {
        Instant start = FIRST.plus(Duration.ofDays(night));
        sink.begin(new RunHeader("r-" + night, start, "0.1.0", new ClusterIdentity("staging", "v1.36.0", "uid", 3),
                Canary.skipped("not asked for"), "probe:0.1",
                List.of(new MatrixFile("payments", matrix.toString(), sha256(matrix), edges))));
        GeneratedEvidence generated = GeneratedEvidence.plain(1);
        Totals totals = Totals.NONE;
        for (int i = 0; i < edges; i++) {
            EdgeEvidence edge = generated.edge();
            totals = totals.plus(edge);
            sink.edge(edge);
        }
        sink.end(new RunFooter(start.plusSeconds(9), totals));
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
