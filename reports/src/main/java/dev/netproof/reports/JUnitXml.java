package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * {@code junit/TEST-<matrix>.xml}, in the dialect that Surefire writes and continuous integration servers read.
 *
 * <p>A violation is a {@code failure}, an inconclusive edge an {@code error}; {@code skipped}, which reads as green, is
 * for edges in monitor mode alone. The numbers in a suite's first tag are known last, so its test cases wait in a part
 * file.
 */
final class JUnitXml implements EvidenceSink {
    private final OutputFolder folder;
    private final Wording wording;
    private final Map<String, Suite> suites = new LinkedHashMap<>();
    private @Nullable RunHeader header;
    private @Nullable RunFooter footer;
    private @Nullable Suite open;

    JUnitXml(OutputFolder folder, Wording wording) {
        this.folder = folder;
        this.wording = wording;
    }

    @Override
    public void begin(RunHeader begun) {
        header = begun;
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        Suite suite = suites.get(edge.matrix());
        if (suite == null) {
            suite = new Suite(edge.matrix());
            suites.put(edge.matrix(), suite);
        }
        // One file is open at a time, however many matrices there are.
        if (open != null && open != suite) {
            open.pause();
        }
        open = suite;
        suite.add(edge);
    }

    @Override
    public void end(RunFooter ended) {
        footer = ended;
    }

    @Override
    public void close() throws IOException {
        RunHeader begun = header;
        if (begun == null) {
            return;
        }
        String missing = Completeness.missing(footer);
        if (!missing.isEmpty()) {
            for (MatrixFile file : begun.matrices()) {
                if (!suites.containsKey(file.matrix())) {
                    suites.put(file.matrix(), new Suite(file.matrix()));
                }
            }
        }
        IOException problem = null;
        for (Suite suite : suites.values()) {
            try {
                suite.assemble(begun, missing);
            } catch (IOException e) {
                if (problem == null) {
                    problem = e;
                } else {
                    problem.addSuppressed(e);
                }
            }
        }
        if (problem != null) {
            throw problem;
        }
    }

    private String testCase(EdgeEvidence edge) {
        XmlText xml = new XmlText();
        xml.open("  <testcase", "classname", edge.matrix() + "." + edge.source().peer(), "name", Story.name(edge),
                "time", seconds(edge.elapsed()), "file", edge.position().file(), "line",
                Integer.toString(edge.position().line())).raw(">\n");
        xml.raw("    <properties>\n");
        property(xml, "      ", "severity", Story.word(edge.severity()));
        property(xml, "      ", "owner", edge.governance().owner());
        property(xml, "      ", "ticket", edge.governance().ticket());
        property(xml, "      ", "mode", Story.word(edge.mode()));
        edge.tags().forEach(tag -> property(xml, "      ", "tag", tag));
        edge.verdict().findings().forEach(finding -> property(xml, "      ", "finding", finding.id().id()));
        xml.raw("    </properties>\n");
        Story.deciding(edge).ifPresent(finding -> problem(xml, edge, finding));
        boolean conforms = Story.deciding(edge).isEmpty();
        if (conforms || !edge.enforced()) {
            String story = conforms ? Story.brief(edge, wording) : Story.of(edge, wording);
            xml.raw("    <system-out>").text(story).raw("</system-out>\n");
        }
        return xml.raw("  </testcase>\n").toString();
    }

    private void problem(XmlText xml, EdgeEvidence edge, Finding finding) {
        if (!edge.enforced()) {
            xml.open("    <skipped", "message", "monitor: " + Story.headline(edge, wording)).raw("/>\n");
            return;
        }
        String element = switch (edge.verdict().result()) {
            case VIOLATED -> "failure";
            case INCONCLUSIVE -> "error";
            case CONFORMS -> throw new IllegalArgumentException("an edge that conforms has no problem");
        };
        xml.open("    <" + element, "type", finding.id().id(), "message", Legible.line(Story.headline(edge, wording)))
                .raw(">").text(Story.of(edge, wording)).raw("</" + element + ">\n");
    }

    private static void property(XmlText xml, String indent, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            xml.open(indent + "<property", "name", name, "value", value).raw("/>\n");
        }
    }

    private static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%d.%03d", elapsed.toSeconds(), elapsed.toMillisPart());
    }

    /** The test cases of one matrix: those so far are in the part file, and {@code length} of its bytes are whole. */
    private final class Suite {
        private final String matrix;
        private final String file;
        private final Path part;
        private @Nullable OutputStream out;
        private long length;
        private int tests;
        private int failures;
        private int errors;
        private int skipped;
        private @Nullable Instant first;
        private @Nullable Instant last;

        Suite(String matrix) throws IOException {
            this.matrix = matrix;
            file = "junit/TEST-" + FileName.of(matrix) + ".xml";
            part = folder.claim(file + ".part");
            Files.createFile(part);
        }

        void add(EdgeEvidence edge) throws IOException {
            byte[] testCase = testCase(edge).getBytes(UTF_8);
            if (out == null) {
                out = new BufferedOutputStream(Files.newOutputStream(part, APPEND, NOFOLLOW_LINKS));
            }
            out.write(testCase);
            length += testCase.length;
            count(edge);
        }

        void pause() throws IOException {
            if (out != null) {
                out.close();
                out = null;
            }
        }

        void assemble(RunHeader run, String missing) throws IOException {
            pause();
            try (OutputStream xml = folder.create(file);
                    InputStream cases = Files.newInputStream(part, NOFOLLOW_LINKS)) {
                xml.write(head(run, missing).getBytes(UTF_8));
                copy(cases, xml);
                if (!missing.isEmpty()) {
                    xml.write(missingCase(missing).getBytes(UTF_8));
                }
                xml.write("</testsuite>\n".getBytes(UTF_8));
            }
            Files.delete(part);
        }

        /** What follows the last whole test case, of a disk that was full, is left behind. */
        private void copy(InputStream cases, OutputStream xml) throws IOException {
            byte[] buffer = new byte[64 * 1024];
            long left = Math.min(length, Files.size(part));
            while (left > 0) {
                int read = cases.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    return;
                }
                xml.write(buffer, 0, read);
                left -= read;
            }
        }

        private void count(EdgeEvidence edge) {
            tests++;
            switch (edge.verdict().result()) {
                case CONFORMS -> {
                    // Counted as a test.
                }
                case VIOLATED -> {
                    failures += edge.enforced() ? 1 : 0;
                    skipped += edge.enforced() ? 0 : 1;
                }
                case INCONCLUSIVE -> {
                    errors += edge.enforced() ? 1 : 0;
                    skipped += edge.enforced() ? 0 : 1;
                }
            }
            Instant end = edge.startedAt().plus(edge.elapsed());
            first = first == null || edge.startedAt().isBefore(first) ? edge.startedAt() : first;
            last = last == null || end.isAfter(last) ? end : last;
        }

        private String head(RunHeader run, String missing) {
            int lost = missing.isEmpty() ? 0 : 1;
            Instant begin = first == null ? run.startedAt() : first;
            Duration elapsed = first == null || last == null ? Duration.ZERO : Duration.between(first, last);
            XmlText xml = new XmlText();
            xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            xml.open("<testsuite", "name", matrix, "tests", Integer.toString(tests + lost), "failures",
                    Integer.toString(failures), "errors", Integer.toString(errors + lost), "skipped",
                    Integer.toString(skipped), "time", seconds(elapsed), "timestamp",
                    Story.time(begin).substring(0, "yyyy-MM-ddTHH:mm:ss".length())).raw(">\n");
            xml.raw("  <properties>\n");
            RunFacts.of(run).forEach((name, value) -> property(xml, "    ", "netproof." + name, value));
            run.matrices().stream().filter(file -> file.matrix().equals(matrix)).forEach(file -> {
                property(xml, "    ", "netproof.matrix.file", file.file());
                property(xml, "    ", "netproof.matrix.sha256", file.sha256());
            });
            property(xml, "    ", "netproof.incomplete", missing);
            return xml.raw("  </properties>\n").toString();
        }

        private String missingCase(String missing) {
            XmlText xml = new XmlText();
            xml.open("  <testcase", "classname", matrix, "name", Completeness.NAME, "time", "0.000").raw(">\n");
            xml.open("    <error", "type", "incomplete", "message", Legible.line(missing)).raw("/>\n");
            return xml.raw("  </testcase>\n").toString();
        }
    }
}
