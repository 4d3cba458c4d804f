package dev.netproof.reports;

import java.util.regex.Pattern;

import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.text.Wording;
import dev.netproof.reports.archive.Seal;

/** What can be written of a run. */
public enum Format {
    /** {@code evidence.json}: all of it, from which every other report can be written again. */
    EVIDENCE_JSON("evidence\\.json(\\.part)?"),
    /** {@code junit/TEST-<matrix>.xml}: a test suite per matrix, for continuous integration servers. */
    JUNIT_XML("junit/TEST-[A-Za-z0-9._-]+\\.xml(\\.part)?"),
    /** {@code allure-results/}: what the Allure report generator reads. */
    ALLURE("allure-results/[A-Za-z0-9._-]+"),
    /** {@code summary.md}: one page for a pull request comment or a job summary. */
    SUMMARY_MARKDOWN("summary\\.md"),
    /** {@code report.html}: one page for a browser, which shows the whole graph and tells the story of each edge. */
    HTML("report\\.html(\\.part)?"),
    /** {@code metrics.prom}: OpenMetrics text, for a textfile collector or a Pushgateway. */
    METRICS("metrics\\.prom"),
    /** {@code evidence.zip}: evidence and matrices, sealed. */
    ARCHIVE("evidence\\.zip(\\.part)?");

    private final Pattern files;

    Format(String files) {
        this.files = Pattern.compile(files);
    }

    /** Whether a file of this path, relative to the output folder and with slashes, is one of this format's. */
    boolean writes(String file) {
        return files.matcher(file).matches();
    }

    EvidenceSink sink(OutputFolder folder, Seal seal, Wording wording) {
        return switch (this) {
            case EVIDENCE_JSON -> new EvidenceFile(folder);
            case JUNIT_XML -> new JUnitXml(folder, wording);
            case ALLURE -> new AllureResults(folder, wording);
            case SUMMARY_MARKDOWN -> new SummaryMarkdown(folder, wording);
            case HTML -> new HtmlReport(folder, wording);
            case METRICS -> new MetricsFile(folder);
            case ARCHIVE -> new ArchiveFile(folder, seal);
        };
    }
}
