package dev.netproof.reports;

import java.io.IOException;
import java.io.OutputStream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.text.Wording;
import org.jspecify.annotations.Nullable;

/** {@code report.html}: one file that holds all it shows and asks nobody for anything. */
final class HtmlReport implements EvidenceSink {
    private static final String FILE = "report.html";

    private final OutputFolder folder;
    private final Wording wording;
    private final HtmlProblems problems;
    private Totals totals = Totals.NONE;
    private @Nullable RunHeader header;
    private @Nullable HtmlEdges edges;
    private @Nullable RunFooter footer;

    HtmlReport(OutputFolder folder, Wording wording) {
        this.folder = folder;
        this.wording = wording;
        problems = new HtmlProblems(wording);
    }

    @Override
    public void begin(RunHeader begun) throws IOException {
        edges = new HtmlEdges(folder.claim(FILE + ".part"), begun.startedAt(), wording);
        header = begun;
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        if (edges == null) {
            throw new IllegalStateException("the run has not begun");
        }
        edges.add(edge);
        problems.add(edge);
        totals = totals.plus(edge);
    }

    @Override
    public void end(RunFooter ended) {
        footer = ended;
    }

    @Override
    public void close() throws IOException {
        if (header == null || edges == null) {
            return;
        }
        try (HtmlEdges written = edges) {
            written.finish();
            HtmlPage page = new HtmlPage(HtmlAssets.load(), header, footer, totals, problems, wording);
            try (OutputStream out = folder.create(FILE)) {
                page.write(out, written);
            }
        }
    }
}
