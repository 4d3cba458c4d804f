package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.netproof.reports.archive.LedgerEntry.Retired;
import dev.netproof.reports.archive.LedgerEntry.Sealed;

/**
 * A folder of archives, each chained to the one before it by a line of {@code ledger.jsonl}.
 *
 * <p>The chain shows that an archive was changed, removed or put elsewhere. It can't show that its last entries were
 * removed: for that, the newest {@link Link} has to be kept where whoever writes here can't write.
 */
public final class Ledger {
    private static final String PART = ".part";

    private final Path folder;

    private Ledger(Path folder) {
        this.folder = folder;
    }

    /** The ledger of a folder, which need not be there yet. */
    public static Ledger in(Path folder) {
        return new Ledger(folder);
    }

    /**
     * Copies a sound archive into the folder and chains it to the one before.
     *
     * @return the newest link
     * @throws IOException if the archive is flawed, in the ledger already or older than its newest; or if the chain is
     *         broken, which appending to it would cover up
     */
    public Link append(Path archive) throws IOException {
        ArchiveCheck check = new ArchiveCheck(archive, Optional.empty());
        Verification verification = check.verify();
        Optional<Night> read = check.tally().night();
        if (!verification.sound() || read.isEmpty()) {
            throw new IOException(archive + ": a flawed archive does not go into the ledger. "
                    + verification.flaws());
        }
        Night night = read.get();
        String sha256 = Sha256.of(archive);
        Files.createDirectories(folder);
        try (FileChannel channel = locked()) {
            LedgerChain chain = soundChain();
            for (Sealed earlier : chain.sealed()) {
                if (earlier.sha256().equals(sha256) || earlier.run().equals(night.run())) {
                    throw new IOException(archive + ": " + (earlier.sha256().equals(sha256) ? "it" : "its run, "
                            + night.run() + ",") + " is in the ledger already, as entry " + earlier.number());
                }
            }
            int number = chain.head().entry() + 1;
            if (new NightCheck(folder, chain, Optional.empty()).strange(night, number).isPresent()) {
                throw new IOException(archive + ": its run was judged after another ledger, which ended in "
                        + night.after() + ". Give --ledger the folder of that one, or run again.");
            }
            if (!chain.entries().isEmpty() && night.at().isBefore(chain.entries().getLast().at())) {
                throw new IOException(
                        archive + ": its run ended at " + night.at() + ", before the newest entry of the ledger. "
                                + "Nights are chained in their order.");
            }
            String file = night.file(number);
            copy(archive, file, sha256);
            return write(channel, new Sealed(number, chain.head().hash(), night.at(), file, sha256, night.run()));
        }
    }

    /**
     * Lets go of archives that are not to be kept. That is an entry of the chain, so that an archive which is not there
     * was either let go of or removed by somebody else. What is not as its entry says stays, for letting go of it would
     * vouch for it.
     *
     * @param key signs the entry, and must have signed what it lets go of; empty: {@link #verify} without a key takes its
     *        word
     */
    public Retirement retire(Retention retention, Instant now, Optional<SigningKey> key) throws IOException {
        if (!Files.exists(folder.resolve(LedgerChain.FILE))) {
            return Retirement.NONE;
        }
        try (FileChannel channel = locked()) {
            LedgerChain chain = soundChain();
            NightCheck nights = new NightCheck(folder, chain, key.map(SigningKey::publicHalf));
            List<String> files = new ArrayList<>();
            List<Flaw> flaws = new ArrayList<>();
            for (Sealed entry : retiring(chain, retention, now)) {
                List<Flaw> found = nights.check(entry).flaws();
                flaws.addAll(found);
                if (found.isEmpty()) {
                    files.add(entry.file());
                }
            }
            if (!files.isEmpty()) {
                Instant newest = chain.entries().getLast().at();
                Retired entry = new Retired(chain.head().entry() + 1, chain.head().hash(),
                        now.isBefore(newest) ? newest : now, files, null);
                write(channel, key.isPresent() ? entry.signedBy(key.get()) : entry);
                for (String file : files) {
                    Files.deleteIfExists(folder.resolve(file));
                }
            }
            return new Retirement(files, flaws);
        }
    }

    /** The first link, which stays what it is for as long as the ledger is this one; zeros of an empty ledger. */
    public Link first() throws IOException {
        List<LedgerEntry> entries = LedgerChain.read(folder).entries();
        return entries.isEmpty()
                ? new Link(0, Sha256.ZEROS)
                : new Link(entries.getFirst().number(), entries.getFirst().link());
    }

    /** The newest link. */
    public Link head() throws IOException {
        return LedgerChain.read(folder).head();
    }

    /** Whether all entries and archives are there, as they were and in their order. */
    public Verification verify(LedgerDemand demand) throws IOException {
        return new LedgerCheck(folder, demand).verify();
    }

    /** Whether this very archive is in the chain; {@link #verify} tells whether the chain is valid. */
    public Optional<Flaw> missing(Path archive) throws IOException {
        String sha256 = Sha256.of(archive);
        return LedgerChain.read(folder).sealed().stream().anyMatch(entry -> entry.sha256().equals(sha256))
                ? Optional.empty()
                : Optional.of(new Flaw(Flaw.Kind.MISSING, String.valueOf(archive.getFileName()),
                        "the ledger has no archive of these bytes: sha256 " + sha256));
    }

    private static List<Sealed> retiring(LedgerChain chain, Retention retention, Instant now) {
        Set<String> gone = chain.retired();
        List<Sealed> kept = chain.sealed().stream().filter(entry -> !gone.contains(entry.file())).toList();
        List<Sealed> going = new ArrayList<>();
        for (int i = 0; i < kept.size() - 1; i++) {
            Sealed entry = kept.get(i);
            boolean old = retention.age().isPresent() && entry.at().plus(retention.age().get()).isBefore(now);
            boolean oneTooMany = retention.count().isPresent() && kept.size() - i > retention.count().get();
            if (old || oneTooMany) {
                going.add(entry);
            }
        }
        return going;
    }

    /** Two runs that end at once append one after the other; the lock ends with the channel. */
    private FileChannel locked() throws IOException {
        Path file = folder.resolve(LedgerChain.FILE);
        if (Files.isSymbolicLink(file)) {
            throw new IOException(file + ": is a symbolic link, and what it leads to is not written to. Put the ledger "
                    + "itself there, or give --ledger the folder it is in.");
        }
        FileChannel channel = FileChannel.open(file, CREATE, WRITE, APPEND, LinkOption.NOFOLLOW_LINKS);
        channel.lock();
        return channel;
    }

    private LedgerChain soundChain() throws IOException {
        LedgerChain chain = LedgerChain.read(folder);
        if (!chain.flaws().isEmpty()) {
            throw new IOException(folder + ": nothing is added to a broken chain. " + chain.flaws().getFirst()
                    + ". See all of it: netproof verify --ledger " + folder);
        }
        return chain;
    }

    /** What was checked is what is chained: the archive stands in a folder that others may write to. */
    private void copy(Path archive, String file, String sha256) throws IOException {
        Path part = folder.resolve(file + PART);
        Files.deleteIfExists(part);
        Files.copy(archive, part);
        if (!Sha256.of(part).equals(sha256)) {
            Files.delete(part);
            throw new IOException(
                    archive + ": it changed while it was read, so it does not go into the ledger. See who "
                            + "else writes there.");
        }
        try (FileChannel written = FileChannel.open(part, WRITE, LinkOption.NOFOLLOW_LINKS)) {
            written.force(true);
        }
        Files.move(part, folder.resolve(file), ATOMIC_MOVE);
    }

    private static Link write(FileChannel channel, LedgerEntry entry) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((entry.line() + "\n").getBytes(UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(true);
        return new Link(entry.number(), entry.link());
    }
}
