package dev.netproof.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.reports.archive.StoredEvidence;
import org.jspecify.annotations.Nullable;

/**
 * {@code evidence.json}. It has another name until it is whole: what is left of a run that was killed is not to be taken for the
 * evidence of one that was not.
 */
final class EvidenceFile implements EvidenceSink {
    private static final String FILE = "evidence.json";

    private final OutputFolder folder;
    private @Nullable EvidenceSink json;
    private @Nullable Path file;
    private boolean torn;

    EvidenceFile(OutputFolder folder) {
        this.folder = folder;
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        file = folder.claim(FILE);
        json = EvidenceJson.writer(folder.create(StoredEvidence.PART));
        write(sink -> sink.begin(header));
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        write(sink -> sink.edge(edge));
    }

    @Override
    public void end(RunFooter footer) throws IOException {
        write(sink -> sink.end(footer));
    }

    @Override
    public void close() throws IOException {
        if (json == null || file == null) {
            return;
        }
        json.close();
        if (!torn) {
            // Nothing is replaced: a file that came by this name meanwhile is somebody else's.
            Files.move(folder.resolve(StoredEvidence.PART), file);
        }
    }

    private void write(Step step) throws IOException {
        if (json == null) {
            throw new IllegalStateException("the run has not begun");
        }
        boolean before = torn;
        torn = true;
        step.on(json);
        torn = before;
    }

    private interface Step {
        void on(EvidenceSink sink) throws IOException;
    }
}
