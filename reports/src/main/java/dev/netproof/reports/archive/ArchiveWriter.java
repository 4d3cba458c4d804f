package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;

/** Seals evidence while it comes; the same evidence, matrices and Ed25519 key are the same bytes. */
final class ArchiveWriter implements EvidenceSink {
    private static final LocalDateTime SAME_FOR_ALL = LocalDateTime.of(2020, 1, 1, 0, 0);
    private static final int LEVEL = 6;

    private final Path file;
    private final Seal seal;
    private final ZipOutputStream zip;
    private final Hashing evidenceBytes;
    private final EvidenceSink evidence;
    private final Tally tally = new Tally();
    private final Map<String, byte[]> matrices = new LinkedHashMap<>();
    private boolean begun;
    private boolean sound = true;

    ArchiveWriter(Path file, Seal seal) throws IOException {
        this.file = file;
        this.seal = seal;
        zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file, CREATE_NEW, WRITE)));
        zip.setLevel(LEVEL);
        zip.setComment(Layout.SEAL + Sha256.ZEROS);
        evidenceBytes = new Hashing(zip);
        evidence = EvidenceJson.writer(evidenceBytes);
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        attempt(() -> {
            for (Map.Entry<String, MatrixFile> entry : Layout.matrices(header).entrySet()) {
                Optional<byte[]> bytes = seal.matrices().bytes(entry.getValue());
                bytes.filter(matrix -> Sha256.of(matrix).equals(entry.getValue().sha256()))
                        .ifPresent(matrix -> matrices.put(entry.getKey(), matrix));
            }
            tally.begin(header);
            zip.putNextEntry(entry(Layout.EVIDENCE));
            evidence.begin(header);
        });
        begun = true;
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        attempt(() -> {
            tally.edge(edge);
            evidence.edge(edge);
        });
    }

    @Override
    public void end(RunFooter footer) throws IOException {
        attempt(() -> {
            tally.end(footer);
            evidence.end(footer);
        });
    }

    /** Seals what came, also of a run that broke off; what could not be written is no archive and is removed. */
    @Override
    public void close() throws IOException {
        if (!begun || !sound) {
            discard();
            return;
        }
        try (zip) {
            evidence.close();
            zip.closeEntry();
            Map<String, String> hashes = new LinkedHashMap<>();
            hashes.put(Layout.EVIDENCE, evidenceBytes.hash());
            for (Map.Entry<String, byte[]> matrix : matrices.entrySet()) {
                add(matrix.getKey(), matrix.getValue());
                hashes.put(matrix.getKey(), Sha256.of(matrix.getValue()));
            }
            add(Layout.MANIFEST, SealManifest.of(hashes));
            byte[] statement = Statement.of(hashes, tally);
            if (seal.key().isPresent()) {
                add(Layout.ENVELOPE, Envelope.signed(Statement.MEDIA_TYPE, statement, seal.key().get()).json());
            } else {
                add(Layout.STATEMENT, statement);
            }
        }
        pressSeal();
    }

    private void discard() throws IOException {
        try (zip) {
            // An entry that is open makes no whole archive, and nobody wants one.
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void pressSeal() throws IOException {
        long covered = Files.size(file) - Sha256.DIGITS;
        String hash;
        try (InputStream in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
            hash = Sha256.ofFirst(covered, in);
        }
        try (FileChannel channel = FileChannel.open(file, WRITE, NOFOLLOW_LINKS)) {
            channel.write(ByteBuffer.wrap(hash.getBytes(US_ASCII)), covered);
            channel.force(true);
        }
    }

    private void add(String name, byte[] bytes) throws IOException {
        zip.putNextEntry(entry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /** A time without a zone, or the bytes would depend on where they are written. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(SAME_FOR_ALL);
        return entry;
    }

    private void attempt(Step step) throws IOException {
        boolean before = sound;
        sound = false;
        step.run();
        sound = before;
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Hashes what passes; closes nothing and flushes nothing, for more entries follow. */
    private static final class Hashing extends FilterOutputStream {
        private final MessageDigest digest = Sha256.digest();

        Hashing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            digest.update((byte) value);
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            digest.update(bytes, offset, length);
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            // Evidence is flushed edge by edge, for a run that is killed. Nobody reads half an archive.
        }

        @Override
        public void close() {
            // Only the entry ends.
        }

        String hash() {
            return Sha256.hex(digest);
        }
    }
}
