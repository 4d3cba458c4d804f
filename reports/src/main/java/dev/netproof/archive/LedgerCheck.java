package dev.netproof.archive;

import static dev.netproof.archive.Flaw.Kind.ADDED;
import static dev.netproof.archive.Flaw.Kind.ALTERED;
import static dev.netproof.archive.Flaw.Kind.GAP;
import static dev.netproof.archive.Flaw.Kind.MISSING;
import static dev.netproof.archive.Flaw.Kind.WRONG_HEAD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.archive.LedgerEntry.Sealed;

/** Checks a ledger: the chain, the archives it names, and what is demanded beyond. */
final class LedgerCheck {
    private final Path folder;
    private final LedgerDemand demand;
    private final List<Flaw> flaws = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    LedgerCheck(Path folder, LedgerDemand demand) {
        this.folder = folder;
        this.demand = demand;
    }

    Verification verify() throws IOException {
        if (!Files.isRegularFile(folder.resolve(Chain.FILE))) {
            flaws.add(new Flaw(MISSING, Chain.FILE, "there is no ledger in " + folder));
            return new Verification(flaws, remarks);
        }
        Chain chain = Chain.read(folder);
        flaws.addAll(chain.flaws());
        checkArchives(chain);
        checkHead(chain);
        checkCadence(chain);
        remarks.add("The newest link is " + chain.head() + ".");
        return new Verification(flaws, remarks);
    }

    private void checkArchives(Chain chain) throws IOException {
        Set<String> retired = chain.retired();
        Set<String> known = new HashSet<>();
        int kept = 0;
        for (Sealed entry : chain.sealed()) {
            known.add(entry.file());
            Path file = folder.resolve(Layout.safe(entry.file()));
            if (!entry.file().equals(Layout.safe(entry.file()))) {
                flaws.add(new Flaw(ALTERED, "entry " + entry.number(), "it names a file outside of the ledger"));
            } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                kept++;
                checkArchive(entry, file);
            } else if (!retired.contains(entry.file())) {
                flaws.add(new Flaw(MISSING, entry.file(), "the archive of entry " + entry.number() + ", run "
                        + entry.run() + ", is not there, and no entry lets go of it"));
            }
        }
        for (String file : archives()) {
            if (!known.contains(file)) {
                flaws.add(new Flaw(ADDED, file, "no entry of the ledger is about it: somebody put it there or removed "
                        + "the entry, or it was being added when the machine stopped"));
            }
        }
        remarks.add(chain.entries().size() + " entries, " + kept + " of " + chain.sealed().size()
                + " archives kept" + (demand.key().isPresent() ? ", their signatures checked." : "."));
    }

    /** The hash says that it is the same; only with a key there is more to know, and who signed is no remark then. */
    private void checkArchive(Sealed entry, Path file) throws IOException {
        if (!Sha256.of(file).equals(entry.sha256())) {
            flaws.add(new Flaw(ALTERED, entry.file(), "not the archive that was chained as entry "
                    + entry.number() + ": it was changed or swapped"));
        } else if (demand.key().isPresent()) {
            Verification.of(file, demand.key()).flaws().forEach(flaw -> flaws
                    .add(flaw.where().equals(entry.file())
                            ? flaw
                            : new Flaw(flaw.kind(), entry.file() + ", " + flaw.where(), flaw.what())));
        }
    }

    private List<String> archives() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".zip")).sorted()
                    .toList();
        }
    }

    private void checkHead(Chain chain) {
        if (demand.head().isEmpty()) {
            remarks.add("A chain alone can't show that its last entries were removed: compare its newest link with "
                    + "one that was kept elsewhere, by --expect-head.");
            return;
        }
        String anchored = demand.head().get();
        for (LedgerEntry entry : chain.entries()) {
            if (entry.link().equals(anchored)) {
                remarks.add("The expected link is entry " + entry.number() + ", and "
                        + (chain.head().entry() - entry.number()) + " came after it.");
                return;
            }
        }
        flaws.add(new Flaw(WRONG_HEAD, Chain.FILE, "the chain does not reach " + anchored
                + ": its last entries were removed, or all of it was written anew"));
    }

    /** A run may start late or take long: only a gap of half as long again is one. */
    private void checkCadence(Chain chain) {
        if (demand.every().isEmpty()) {
            return;
        }
        Duration every = demand.every().get();
        List<Instant> times = new ArrayList<>(chain.sealed().stream().map(Sealed::at)
                .filter(at -> !at.isAfter(demand.until())).toList());
        if (times.isEmpty()) {
            flaws.add(new Flaw(GAP, Chain.FILE, "there is no archive until " + demand.until()));
            return;
        }
        times.add(demand.until());
        for (int i = 1; i < times.size(); i++) {
            Duration gap = Duration.between(times.get(i - 1), times.get(i));
            if (gap.compareTo(every.plus(every.dividedBy(2))) > 0) {
                long missing = Math.max(1, Math.round((double) gap.toMillis() / every.toMillis()) - 1);
                flaws.add(new Flaw(GAP, Chain.FILE, "no archive between " + times.get(i - 1) + " and " + times.get(i)
                        + ": " + missing + (missing == 1 ? " is missing" : " are missing")));
            }
        }
    }
}
