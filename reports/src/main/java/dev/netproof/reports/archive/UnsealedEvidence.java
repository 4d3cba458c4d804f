package dev.netproof.reports.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.netproof.evidence.CutEvidenceException;
import dev.netproof.evidence.EvidenceJson;

/** Says of evidence that no archive holds what there is of it. */
final class UnsealedEvidence {

    private UnsealedEvidence() {}

    /** Empty for what does not begin as evidence does. */
    static Optional<Flaw> in(Path path) throws IOException {
        Path file = StoredEvidence.file(path);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(1);
            if (in.read() != '{') {
                return Optional.empty();
            }
            in.reset();
            Tally tally = new Tally();
            EvidenceJson.read(in, tally);
            return Optional.of(flaw(file, "it is the evidence of " + tally.totals().edges()
                    + " edges, and it is not sealed: nothing shows whether it was changed. Give the evidence.zip of the run"));
        } catch (CutEvidenceException e) {
            return Optional.of(flaw(file, "it is not sealed, and not whole. " + e.getMessage()));
        } catch (IOException e) {
            return Optional.of(flaw(file, "it is no archive, and no evidence: " + e.getMessage()));
        }
    }

    private static Flaw flaw(Path file, String what) {
        return new Flaw(Flaw.Kind.UNREADABLE, String.valueOf(file.getFileName()), what);
    }
}
