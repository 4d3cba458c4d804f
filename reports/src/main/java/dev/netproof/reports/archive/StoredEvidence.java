package dev.netproof.reports.archive;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.netproof.evidence.CutEvidenceException;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;

/**
 * Evidence on disk, be it an {@code evidence.json}, what a run that was killed has left of one, or the archive it was sealed in.
 */
public final class StoredEvidence implements Closeable {
    /** What a run writes its evidence to, until it is whole. */
    public static final String PART = "evidence.json.part";

    private static final String WHOLE = "evidence.json";
    private static final int START_OF_ZIP = 'P' << 8 | 'K';

    private final Path file;
    private final Optional<Archive> archive;

    private StoredEvidence(Path file, Optional<Archive> archive) {
        this.file = file;
        this.archive = archive;
    }

    /**
     * Looks at how the file begins, not at its name.
     *
     * @param path of the file, or of the folder that a run wrote to
     */
    public static StoredEvidence open(Path path) throws IOException {
        Path file = file(path);
        boolean zip;
        try (InputStream in = Files.newInputStream(file)) {
            zip = (in.read() << 8 | in.read()) == START_OF_ZIP;
        }
        return new StoredEvidence(file, zip ? Optional.of(Archive.open(file)) : Optional.empty());
    }

    /** The evidence in a folder of reports: whole where it is, else what there is of it. Any other path is that of a file. */
    static Path file(Path path) throws IOException {
        Path file = path;
        if (Files.isDirectory(path)) {
            Path part = path.resolve(PART);
            file = path.resolve(WHOLE);
            file = !Files.exists(file) && Files.exists(part) ? part : file;
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        return file;
    }

    /** The file that is read. */
    public Path file() {
        return file;
    }

    /** Reads all of it into {@code sink}, as {@link EvidenceJson#read} does; messages name the file. */
    public void into(EvidenceSink sink) throws IOException {
        try (InputStream in = stream()) {
            EvidenceJson.read(in, sink);
        } catch (CutEvidenceException e) {
            throw e.in(file);
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
