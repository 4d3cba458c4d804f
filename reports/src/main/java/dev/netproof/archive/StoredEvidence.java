package dev.netproof.archive;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;

/** Evidence on disk, be it an {@code evidence.json} or the archive it was sealed in. */
public final class StoredEvidence implements Closeable {
    private static final int START_OF_ZIP = 'P' << 8 | 'K';

    private final Path file;
    private final Optional<Archive> archive;

    private StoredEvidence(Path file, Optional<Archive> archive) {
        this.file = file;
        this.archive = archive;
    }

    /** Looks at how the file begins, not at its name. */
    public static StoredEvidence open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        boolean zip;
        try (InputStream in = Files.newInputStream(file)) {
            zip = (in.read() << 8 | in.read()) == START_OF_ZIP;
        }
        return new StoredEvidence(file, zip ? Optional.of(Archive.open(file)) : Optional.empty());
    }

    /** Reads all of it into {@code sink}, as {@link EvidenceJson#read} does; messages name the file. */
    public void into(EvidenceSink sink) throws IOException {
        try (InputStream in = stream()) {
            EvidenceJson.read(in, sink);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The matrices: from the archive, or the files themselves. */
    public MatrixSource matrices() {
        return archive.map(Archive::matrices).orElseGet(MatrixSource::files);
    }

    /** Whether it is an archive. */
    public boolean sealed() {
        return archive.isPresent();
    }

    @Override
    public void close() throws IOException {
        if (archive.isPresent()) {
            archive.get().close();
        }
    }

    private InputStream stream() throws IOException {
        return archive.isPresent()
                ? archive.get().evidence()
                : new BufferedInputStream(Files.newInputStream(file));
    }
}
