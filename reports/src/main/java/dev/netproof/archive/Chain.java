package dev.netproof.archive;

import static dev.netproof.archive.Flaw.Kind.ALTERED;
import static dev.netproof.archive.Flaw.Kind.BROKEN_CHAIN;
import static dev.netproof.archive.Flaw.Kind.MISSING;
import static dev.netproof.archive.Flaw.Kind.REORDERED;
import static dev.netproof.archive.Flaw.Kind.UNREADABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.netproof.archive.LedgerEntry.Retired;
import dev.netproof.archive.LedgerEntry.Sealed;

/**
 * The entries of a ledger, and where the chain that they make is broken.
 *
 * @param entries those that can be read, in the order of the file
 */
record Chain(List<LedgerEntry> entries, List<Flaw> flaws) {
    static final String FILE = "ledger.jsonl";
    private static final long MOST_BYTES = 256L << 20;

    Chain {
        entries = List.copyOf(entries);
        flaws = List.copyOf(flaws);
    }

    /** A folder without a ledger has an empty one. */
    static Chain read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new Chain(List.of(), List.of());
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
        return new Chain(reading.entries, reading.flaws);
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

    /** Files of archives that were let go. */
    Set<String> retired() {
        Set<String> files = new HashSet<>();
        for (LedgerEntry entry : entries) {
            if (entry instanceof Retired retired) {
                files.addAll(retired.files());
            }
        }
        return files;
    }

    /** Goes down the lines, and goes on after each that is wrong. */
    private static final class Reading {
        private final List<LedgerEntry> entries = new ArrayList<>();
        private final List<Flaw> flaws = new ArrayList<>();
        private String previous = Sha256.ZEROS;
        private int expected = 1;

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
            if (!entries.isEmpty() && entry.at().isBefore(entries.getLast().at())) {
                flaws.add(new Flaw(REORDERED, where, "entry " + entry.number() + " is of " + entry.at()
                        + ", before that of the entry it follows"));
            }
            entries.add(entry);
            previous = entry.link();
            expected = entry.number() + 1;
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
