package dev.netproof.reports.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of sealed evidence.
 *
 * @param flaws everything that is not as it was sealed; empty: all of it is
 * @param remarks what was found, and what it does not prove
 */
public record Verification(List<Flaw> flaws, List<String> remarks) {

    public Verification {
        flaws = List.copyOf(flaws);
        remarks = List.copyOf(remarks);
    }

    /**
     * Checks every byte of an archive: its seal, the hash of each file, the statement, and the signature if there is a
     * key. With a key an archive that is not signed is flawed. Evidence outside an archive, such as a run that was killed
     * leaves behind, is not sealed, which is a flaw too.
     *
     * @param archive the file, or the folder that a run wrote it to
     * @throws IOException if the file can't be read at all
     */
    public static Verification of(Path archive, Optional<VerificationKey> key) throws IOException {
        Path sealed = archive.resolve("evidence.zip");
        if (Files.isDirectory(archive) && Files.exists(sealed)) {
            return new ArchiveCheck(sealed, key).verify();
        }
        Optional<Flaw> unsealed = UnsealedEvidence.in(archive);
        return unsealed.isPresent()
                ? new Verification(List.of(unsealed.get()), List.of())
                : new ArchiveCheck(archive, key).verify();
    }

    /** Whether all is as it was sealed. */
    public boolean sound() {
        return flaws.isEmpty();
    }
}
