package dev.netproof.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.reports.archive.Archive;
import dev.netproof.reports.archive.Seal;
import org.jspecify.annotations.Nullable;

/** {@code evidence.zip}, which has its name only once it is sealed. */
final class ArchiveFile implements EvidenceSink {
    private static final String NAME = "evidence.zip";
    private static final String PART = NAME + ".part";

    private final OutputFolder folder;
    private final Seal seal;
    private @Nullable EvidenceSink archive;

    ArchiveFile(OutputFolder folder, Seal seal) {
        this.folder = folder;
        this.seal = seal;
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        folder.claim(NAME);
        archive = Archive.writer(folder.claim(PART), seal);
        archive.begin(header);
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        begun().edge(edge);
    }

    @Override
    public void end(RunFooter footer) throws IOException {
        begun().end(footer);
    }

    @Override
    public void close() throws IOException {
        if (archive == null) {
            return;
        }
        archive.close();
        Path part = folder.resolve(PART);
        // What could not be written was removed, and told when it happened.
        if (Files.exists(part)) {
            Files.move(part, folder.resolve(NAME));
        }
    }

    private EvidenceSink begun() {
        if (archive == null) {
            throw new IllegalStateException("the run has not begun");
        }
        return archive;
    }
}
