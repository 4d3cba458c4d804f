package dev.netproof.reports.archive;

import static dev.netproof.reports.archive.Flaw.Kind.ALTERED;
import static dev.netproof.reports.archive.Flaw.Kind.BROKEN_CHAIN;
import static dev.netproof.reports.archive.Flaw.Kind.CONTRADICTED;
import static dev.netproof.reports.archive.Flaw.Kind.MISSING;
import static dev.netproof.reports.archive.Flaw.Kind.REORDERED;
import static dev.netproof.reports.archive.Flaw.Kind.REPEATED;
import static dev.netproof.reports.archive.Flaw.Kind.UNREADABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.netproof.reports.archive.LedgerEntry.Retired;
import dev.netproof.reports.archive.LedgerEntry.Sealed;

/**
 * The entries of a ledger, and where the chain that they make is broken.
 *
 * @param entries those that can be read, in the order of the file
 */
record LedgerChain(List<LedgerEntry> entries, List<Flaw> flaws) {
    static final String FILE = "ledger.jsonl";
    private static final long MOST_BYTES = 256L << 20;

    LedgerChain {
        entries = List.copyOf(entries);
        flaws = List.copyOf(flaws);
    }

    /** A folder without a ledger has an empty one. */
    static LedgerChain read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new LedgerChain(List.of(), List.of());
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new FlawedArchiveException(Flaw.Kind.REFUSED, FILE, "it has more than " + MOST_BYTES + " bytes");
        }
        String text = new String(Files.readAllBytes(file), UTF_8);
        Reading reading = new Reading();
        if (!text.isEmpty()) {
            boolean whole = text.endsWith("\n");
            String[] lines = (whole ? text.substring(0, text.length() - 1) : text).split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                reading.line(i + 1, lines[i], whole || i < lines.length - 1);
            }
        }
        return new LedgerChain(reading.entries, reading.flaws);
    }

    /** The newest link; zeros if there is none. */
    Link head() {
        return entries.isEmpty()
                ? new Link(0, Sha256.ZEROS)
                : new Link(entries.getLast().number(), entries.getLast().link());
    }

    List<Sealed> sealed() {
        return entries.stream().filter(Sealed.class::isInstance).map(Sealed.class::cast).toList();
    }

    /** Entries that let go of archives. */
    List<Retired> retiring() {
        return entries.stream().filter(Retired.class::isInstance).map(Retired.class::cast).toList();
    }

    /** Files of archives that were let go. */
    Set<String> retired() {
        Set<String> files = new HashSet<>();
        retiring().forEach(entry -> files.addAll(entry.files()));
        return files;
    }

    /** Whether an entry before {@code number} has this link. */
    boolean reaches(String link, int number) {
        return entries.stream().anyMatch(entry -> entry.number() < number && entry.link().equals(link));
    }

    /** Goes down the lines, and goes on after each that is wrong. */
    private static final class Reading {
        private final List<LedgerEntry> entries = new ArrayList<>();
        private final List<Flaw> flaws = new ArrayList<>();
        private String previous = Sha256.ZEROS;
        private int expected = 1;
        private final Map<String, Integer> runs = new HashMap<>();
        private final Map<String, Integer> hashes = new HashMap<>();
        private final Set<String> files = new HashSet<>();
        private String newest = "";

        void line(int number, String line, boolean whole) {
            String where = FILE + ":" + number;
            Optional<LedgerEntry> read = LedgerEntry.read(line);
            if (!whole) {
                flaws.add(new Flaw(UNREADABLE, where, "the line is cut off. What was written last is not whole."));
                return;
            }
            if (read.isEmpty()) {
                flaws.add(new Flaw(ALTERED, where, "the line is not as it was written: its link is not its hash"));
                expected++;
                previous = "";
                return;
            }
            LedgerEntry entry = read.get();
            compare(where, entry);
            switch (entry) {
                case Sealed sealed -> checkSealed(where, sealed);
                case Retired retired -> checkRetired(where, retired);
            }
            if (!entries.isEmpty() && entry.at().isBefore(entries.getLast().at())) {
                flaws.add(new Flaw(REORDERED, where, "entry " + entry.number() + " is of " + entry.at()
                        + ", before that of the entry it follows"));
            }
            entries.add(entry);
            previous = entry.link();
            expected = entry.number() + 1;
        }

        /** The number is part of the name, so a name is that of one entry for ever; and a run ends once. */
        private void checkSealed(String where, Sealed sealed) {
            String name = Night.file(sealed.number(), sealed.run());
            if (!sealed.file().equals(name)) {
                flaws.add(new Flaw(CONTRADICTED, where, "the archive of entry " + sealed.number() + " is called " + name
                        + ", and it names " + sealed.file()));
            }
            Integer same = runs.putIfAbsent(sealed.run(), sealed.number());
            if (same != null) {
                flaws.add(new Flaw(REPEATED, where, "entry " + sealed.number() + " is about run "
                        + sealed.run() + ", and so is entry " + same + ": a run is chained once"));
            }
            Integer copied = hashes.putIfAbsent(sealed.sha256(), sealed.number());
            if (copied != null) {
                flaws.add(new Flaw(REPEATED, where, "entry " + sealed.number() + " is about the very archive of entry "
                        + copied + ": one night stands there for two"));
            }
            files.add(sealed.file());
            newest = sealed.file();
        }

        private void checkRetired(String where, Retired retired) {
            for (String file : retired.files()) {
                if (!files.contains(file) || file.equals(newest)) {
                    flaws.add(new Flaw(CONTRADICTED, where, "entry " + retired.number() + " lets go of "
                            + file + (file.equals(newest)
                                    ? ", the newest archive then, which always stays"
                                    : ", and no entry before it is about that")));
                }
            }
        }

        private void compare(String where, LedgerEntry entry) {
            if (entry.number() > expected) {
                flaws.add(new Flaw(MISSING, where, "entry " + entry.number() + " follows entry " + (expected - 1)
                        + ": what was between them was removed or stands elsewhere"));
            } else if (entry.number() < expected) {
                flaws.add(new Flaw(REORDERED, where, "entry " + entry.number() + " follows entry " + (expected - 1)
                        + ": they were put in another order, or one was put in"));
            } else if (!previous.isEmpty() && !entry.previous().equals(previous)) {
                flaws.add(
                        new Flaw(BROKEN_CHAIN, where, "entry " + entry.number() + " was chained to " + entry.previous()
                                + ", and the entry before it is " + previous + ": that one was changed or replaced"));
            }
        }
    }
}
