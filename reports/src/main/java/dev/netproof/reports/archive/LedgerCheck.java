package dev.netproof.reports.archive;

import static dev.netproof.reports.archive.Flaw.Kind.ADDED;
import static dev.netproof.reports.archive.Flaw.Kind.GAP;
import static dev.netproof.reports.archive.Flaw.Kind.MISSING;
import static dev.netproof.reports.archive.Flaw.Kind.UNSIGNED;
import static dev.netproof.reports.archive.Flaw.Kind.WRONG_HEAD;
import static dev.netproof.reports.archive.Flaw.Kind.WRONG_KEY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.reports.archive.LedgerEntry.Retired;
import dev.netproof.reports.archive.LedgerEntry.Sealed;

/** Checks a ledger: the chain, the archives it names, and what is demanded beyond. */
final class LedgerCheck {
    private final Path folder;
    private final LedgerDemand demand;
    private final List<Flaw> flaws = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    /** When there was an archive: by the evidence of those that are kept and flawless, else by entries that let go. */
    private final List<Instant> times = new ArrayList<>();

    LedgerCheck(Path folder, LedgerDemand demand) {
        this.folder = folder;
        this.demand = demand;
    }

    Verification verify() throws IOException {
        if (!Files.isRegularFile(folder.resolve(LedgerChain.FILE))) {
            flaws.add(new Flaw(MISSING, LedgerChain.FILE, "there is no ledger in " + folder));
            return new Verification(flaws, remarks);
        }
        LedgerChain chain = LedgerChain.read(folder);
        flaws.addAll(chain.flaws());
        checkArchives(chain);
        checkHead(chain);
        checkCadence();
        remarks.add("The newest link is " + chain.head() + ".");
        return new Verification(flaws, remarks);
    }

    private void checkArchives(LedgerChain chain) throws IOException {
        NightCheck nights = new NightCheck(folder, chain, demand.key());
        Set<String> vouched = vouched(chain);
        Set<String> retired = chain.retired();
        Set<String> known = new HashSet<>();
        int kept = 0;
        int unanchored = 0;
        for (Sealed entry : chain.sealed()) {
            known.add(entry.file());
            boolean there = nights.file(entry).filter(NightCheck::isKept).isPresent();
            if (!there && retired.contains(entry.file())) {
                if (vouched.contains(entry.file())) {
                    times.add(entry.at());
                }
                continue;
            }
            NightCheck.Found found = nights.check(entry);
            flaws.addAll(found.flaws());
            kept += there ? 1 : 0;
            if (found.night().isPresent()) {
                unanchored += entry.number() > 1 && found.night().get().link().isEmpty() ? 1 : 0;
                if (found.flaws().isEmpty()) {
                    times.add(found.night().get().at());
                }
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
        if (unanchored > 0) {
            remarks.add("The evidence of " + unanchored + " of them does not say where the ledger ended before it, so "
                    + "it does not show that no night before it was removed.");
        }
    }

    /**
     * Archives that were let go by entries that count. With a key, only a signed one does: a line that anyone can write
     * would hide that they were deleted.
     */
    private Set<String> vouched(LedgerChain chain) {
        Set<String> files = new HashSet<>();
        for (Retired entry : chain.retiring()) {
            Optional<VerificationKey> key = demand.key();
            Envelope.Signature signature = entry.signature();
            if (key.isEmpty() || entry.isSignedBy(key.get())) {
                files.addAll(entry.files());
            } else if (signature == null) {
                flaws.add(new Flaw(UNSIGNED, "entry " + entry.number(), "it lets go of "
                        + String.join(", ", entry.files())
                        + " and is not signed, so anyone who can write to the ledger "
                        + "may have written it and deleted them. Runs with --key sign it; without --key, verify takes "
                        + "its word"));
            } else {
                flaws.add(new Flaw(WRONG_KEY, "entry " + entry.number(), "it lets go of "
                        + String.join(", ", entry.files()) + " and is not signed by key " + key.get().id()
                        + ": it was changed, or another key signed it"));
            }
        }
        return files;
    }

    private List<String> archives() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".zip")).sorted()
                    .toList();
        }
    }

    private void checkHead(LedgerChain chain) {
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
        flaws.add(new Flaw(WRONG_HEAD, LedgerChain.FILE, "the chain does not reach " + anchored
                + ": its last entries were removed, or all of it was written anew"));
    }

    /** A run may start late or take long: only a gap of half as long again is one. */
    private void checkCadence() {
        if (demand.every().isEmpty()) {
            return;
        }
        Duration every = demand.every().get();
        List<Instant> until = new ArrayList<>(times.stream().filter(at -> !at.isAfter(demand.until())).sorted()
                .toList());
        if (until.isEmpty()) {
            flaws.add(new Flaw(GAP, LedgerChain.FILE, "there is no archive until " + demand.until()));
            return;
        }
        until.add(demand.until());
        for (int i = 1; i < until.size(); i++) {
            Duration gap = Duration.between(until.get(i - 1), until.get(i));
            if (gap.compareTo(every.plus(every.dividedBy(2))) > 0) {
                long missing = Math.max(1, Math.round((double) gap.toMillis() / every.toMillis()) - 1);
                flaws.add(new Flaw(GAP, LedgerChain.FILE,
                        "no archive between " + until.get(i - 1) + " and " + until.get(i)
                                + ": " + missing + (missing == 1 ? " is missing" : " are missing")));
            }
        }
    }
}
