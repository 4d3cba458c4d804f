package dev.netproof.reports.diff;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.reports.archive.Archive;
import dev.netproof.reports.archive.Seal;
import dev.netproof.reports.archive.StoredEvidence;
import dev.netproof.reports.archive.Verification;

/** Writes, seals, verifies and compares two large runs in which every edge turned: for a process with a small heap. */
final class HundredThousandEdges {
    static final int COUNT = 100_000;

    private HundredThousandEdges() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path old = run(folder.resolve("old.json"), 1, "deny closed");
        Path now = run(folder.resolve("now.json"), 2, "deny open");
        Path archive = folder.resolve("now.zip");
        try (StoredEvidence evidence = StoredEvidence.open(now);
                EvidenceSink sink = Archive.writer(archive, Seal.byHashes())) {
            evidence.into(sink);
        }
        Verification verification = Verification.of(archive, Optional.empty());
        Diff diff = Baseline.read(List.of(old)).compare(archive);
        for (DiffFormat format : DiffFormat.values()) {
            try (Writer out = Files.newBufferedWriter(folder.resolve("diff-" + format))) {
                format.write(diff, out);
            }
        }
        System.out.println(verification.flaws() + " " + diff.count(EdgeChange.Kind.OPENED));
    }

    private static Path run(Path file, int night, String words) throws IOException {
        Iterable<EdgeEvidence> edges = () -> IntStream.range(0, COUNT)
                .mapToObj(i -> Morning.edge("an-edge-with-a-name-as-long-as-they-get-" + i, words)).iterator();
        return Morning.run(file, night, "", edges);
    }
}
