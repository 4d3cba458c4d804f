package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.netproof.reports.archive.Link;

/**
 * The newest link of the ledger among the metrics of a run, so that it is kept where the ledger is not. It stands for the
 * evidence of that run, so it is not part of it: only the run itself can write it, not {@code netproof report}.
 */
public final class LedgerMetric {
    private static final String NAME = "netproof_ledger_entry";
    private static final String END = "# EOF\n";

    private LedgerMetric() {}

    /**
     * Adds it to {@code metrics.prom}, in the place of one that is there.
     *
     * @throws IOException if the file can't be read and written, or is not OpenMetrics text
     */
    public static void add(Path metrics, Link newest) throws IOException {
        if (Files.isSymbolicLink(metrics)) {
            throw new IOException(
                    metrics + ": became a symbolic link since it was written, so the newest link of the ledger "
                            + "was not added. See who put it there and remove it.");
        }
        String text;
        try (InputStream in = Files.newInputStream(metrics, NOFOLLOW_LINKS)) {
            text = new String(in.readAllBytes(), UTF_8);
        }
        if (!text.endsWith(END)) {
            throw new IOException(metrics + ": the metrics are not whole, so the newest link was not added.");
        }
        int former = text.indexOf("# TYPE " + NAME);
        MetricsText family = new MetricsText();
        family.family(NAME, MetricsText.Type.GAUGE, "",
                "Number of the newest entry of the ledger; its link is a label.")
                .sample("", newest.entry(), "link", newest.hash());
        Files.writeString(metrics, text.substring(0, former < 0 ? text.length() - END.length() : former)
                + family.whole(), UTF_8, WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS);
    }
}
