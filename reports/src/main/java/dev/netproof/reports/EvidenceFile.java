package dev.netproof.reports;

import java.io.IOException;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import org.jspecify.annotations.Nullable;

/** {@code evidence.json}. */
final class EvidenceFile implements EvidenceSink {
    private final OutputFolder folder;
    private @Nullable EvidenceSink json;

    EvidenceFile(OutputFolder folder) {
        this.folder = folder;
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        json = EvidenceJson.writer(folder.create("evidence.json"));
        json.begin(header);
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
        if (json != null) {
            json.close();
        }
    }

    private EvidenceSink begun() {
        if (json == null) {
            throw new IllegalStateException("the run has not begun");
        }
        return json;
    }
}
