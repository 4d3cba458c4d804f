package dev.netproof.reports.archive;

import static dev.netproof.reports.archive.Flaw.Kind.ALTERED;
import static dev.netproof.reports.archive.Flaw.Kind.BROKEN_CHAIN;
import static dev.netproof.reports.archive.Flaw.Kind.CONTRADICTED;
import static dev.netproof.reports.archive.Flaw.Kind.MISSING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.netproof.reports.archive.LedgerEntry.Sealed;

/**
 * Whether an archive in a ledger is the night that its entry says it is. The entry is a line that anyone who can write
 * there can write; what counts is what the evidence in the archive says, for that can be signed.
 */
final class NightCheck {
    private final Path folder;
    private final LedgerChain chain;
    private final Optional<VerificationKey> key;

    NightCheck(Path folder, LedgerChain chain, Optional<VerificationKey> key) {
        this.folder = folder;
        this.chain = chain;
        this.key = key;
    }

    /** Where the archive of an entry is kept; empty if the entry names a place that no ledger keeps archives in. */
    Optional<Path> file(Sealed entry) {
        return entry.file().equals(Night.file(entry.number(), entry.run()))
                ? Optional.of(folder.resolve(entry.file()))
                : Optional.empty();
    }

    /** Nothing but a file is one: what a link leads to was not kept here. */
    static boolean isKept(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** What was read of the archive of an entry, and all that is wrong with it or does not fit the entry. */
    Found check(Sealed entry) throws IOException {
        Optional<Path> file = file(entry).filter(NightCheck::isKept);
        if (file.isEmpty()) {
            return new Found(Optional.empty(), List.of(new Flaw(MISSING, entry.file(), "the archive of entry "
                    + entry.number() + ", run " + entry.run() + ", is not there, and no entry lets go of it")));
        }
        if (!Sha256.of(file.get()).equals(entry.sha256())) {
            return new Found(Optional.empty(), List.of(new Flaw(ALTERED, entry.file(),
                    "not the archive that was chained as entry " + entry.number() + ": it was changed or swapped")));
        }
        ArchiveCheck archive = new ArchiveCheck(file.get(), key);
        List<Flaw> flaws = new ArrayList<>();
        for (Flaw flaw : archive.verify().flaws()) {
            flaws.add(flaw.where().equals(entry.file())
                    ? flaw
                    : new Flaw(flaw.kind(), entry.file() + ", " + flaw.where(), flaw.what()));
        }
        Optional<Night> night = archive.tally().night();
        night.ifPresent(read -> compare(entry, read, flaws));
        return new Found(night, flaws);
    }

    private void compare(Sealed entry, Night night, List<Flaw> flaws) {
        String where = "entry " + entry.number();
        if (!night.run().equals(entry.run())) {
            flaws.add(new Flaw(CONTRADICTED, where, "it says run " + entry.run() + ", and the evidence in its archive "
                    + night.run() + ": the entry was invented, or the archive is that of another night"));
        }
        if (!night.at().equals(entry.at())) {
            flaws.add(new Flaw(CONTRADICTED, where, "it says " + entry.at() + ", and the evidence in its archive "
                    + night.at() + ": the entry was invented, or the archive is that of another night"));
        }
        strange(night, entry.number())
                .ifPresent(link -> flaws.add(new Flaw(BROKEN_CHAIN, where, "its evidence says that the ledger ended in "
                        + link
                        + " before, and no earlier entry has that link: entries before it were removed or written "
                        + "anew, or the archive is from another ledger")));
    }

    /** The link after which a night was judged, unless it is one that is in the chain before entry {@code number}. */
    Optional<String> strange(Night night, int number) {
        return night.link().filter(link -> !chain.reaches(link, number));
    }

    /**
     * What was found.
     *
     * @param night what the evidence says of itself; empty if it can't be read
     */
    record Found(Optional<Night> night, List<Flaw> flaws) {
        Found {
            flaws = List.copyOf(flaws);
        }
    }
}
