package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.netproof.evidence.CollectedEvidence;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTests {
    private static final Set<Format> ALL = EnumSet.allOf(Format.class);

    @TempDir
    private Path temporary;

    @Test
    void every_format_is_written_into_one_folder() throws IOException {
        Path folder = temporary.resolve("not/there/yet");
        write(folder, ALL, SampleRun.HEADER);

        assertThat(contents(folder).keySet()).contains(".netproof", "evidence.json", "junit/TEST-payments.xml",
                "junit/TEST-legacy.xml", "allure-results/categories.json", "summary.md", "metrics.prom",
                "evidence.zip");
    }

    @Test
    void reports_can_be_written_again_from_the_evidence() throws IOException {
        Path first = temporary.resolve("first");
        Path again = temporary.resolve("again");
        write(first, ALL, SampleRun.HEADER);

        try (InputStream in = Files.newInputStream(first.resolve("evidence.json"));
                EvidenceSink sink = Reports.into(again, ALL)) {
            EvidenceJson.read(in, sink);
        }

        Map<String, String> expected = contents(first);
        Map<String, String> seen = contents(again);
        expected.remove(".netproof");
        seen.remove(".netproof");
        assertThat(seen).isEqualTo(expected);
    }

    @Nested
    class Files_of_an_earlier_run {

        @Test
        void are_removed() throws IOException {
            write(temporary, ALL, SampleRun.HEADER);
            try (EvidenceSink sink = Reports.into(temporary, ALL)) {
                sink.begin(later());
                sink.edge(SampleRun.MONITORED);
                sink.end(new RunFooter(SampleRun.START, Totals.NONE, ""));
            }

            Map<String, String> contents = contents(temporary);
            assertThat(contents.keySet()).contains("junit/TEST-legacy.xml").doesNotContain("junit/TEST-payments.xml");
            assertThat(contents.keySet().stream().filter(file -> file.endsWith("-result.json"))).hasSize(1);
            assertThat(contents.get(".netproof")).doesNotContain("junit/TEST-payments.xml");
        }

        @Test
        void are_removed_in_formats_that_are_not_written_this_time_too() throws IOException {
            write(temporary, ALL, SampleRun.HEADER);
            write(temporary, Set.of(Format.SUMMARY_MARKDOWN), later());

            assertThat(contents(temporary).keySet()).containsExactly(".netproof", "evidence.json",
                    "evidence.zip", "summary.md");
        }

        @Test
        void are_removed_when_the_run_that_was_to_follow_could_not_be_made() throws IOException {
            write(temporary, ALL, SampleRun.HEADER);
            Reports.into(temporary, ALL).close();

            assertThat(contents(temporary).keySet()).containsExactly(".netproof");
        }

        @Test
        void stay_when_a_report_of_the_same_run_is_added() throws IOException {
            write(temporary, Set.of(Format.EVIDENCE_JSON, Format.JUNIT_XML), SampleRun.HEADER);
            try (InputStream in = Files.newInputStream(temporary.resolve("evidence.json"));
                    EvidenceSink sink = Reports.into(temporary, Set.of(Format.SUMMARY_MARKDOWN))) {
                EvidenceJson.read(in, sink);
            }
            assertThat(contents(temporary).keySet()).containsExactly(".netproof", "evidence.json",
                    "junit/TEST-legacy.xml", "junit/TEST-payments.xml", "summary.md");

            write(temporary, ALL, later());
            assertThat(contents(temporary).get("summary.md")).contains("later");
        }

        @Test
        void are_known_although_that_run_was_killed() throws IOException {
            // A run that is killed closes nothing.
            EvidenceSink killed = Reports.into(temporary, ALL);
            killed.begin(SampleRun.HEADER);
            killed.edge(SampleRun.LEAK);
            assertThat(contents(temporary).keySet()).contains("junit/TEST-payments.xml.part");

            write(temporary, ALL, later());

            assertThat(contents(temporary).keySet()).noneMatch(file -> file.endsWith(".part"));
        }
    }

    @Nested
    class Files_of_others {

        @Test
        void stay() throws IOException {
            Files.createDirectories(temporary.resolve("junit"));
            Files.createDirectories(temporary.resolve("allure-results"));
            Files.writeString(temporary.resolve("junit/TEST-mine.xml"), "mine");
            Files.writeString(temporary.resolve("allure-results/mine-result.json"), "{}");
            write(temporary, ALL, SampleRun.HEADER);
            write(temporary, ALL, later());

            assertThat(contents(temporary)).containsEntry("junit/TEST-mine.xml", "mine")
                    .containsEntry("allure-results/mine-result.json", "{}");
        }

        @Test
        void are_never_written_over() throws IOException {
            Files.writeString(temporary.resolve("summary.md"), "mine");

            assertThatIOException().isThrownBy(() -> write(temporary, ALL, SampleRun.HEADER))
                    .withMessageContaining("SUMMARY_MARKDOWN")
                    .withMessageContaining("not written by netproof. Move it away, or write to another folder");
            assertThat(contents(temporary)).containsEntry("summary.md", "mine").containsKey("evidence.json");
        }

        @Test
        void stay_whatever_a_list_says_that_somebody_planted() throws IOException {
            Path folder = Files.createDirectories(temporary.resolve("out"));
            Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
            Files.writeString(temporary.resolve("summary.md"), "mine");
            Files.writeString(elsewhere.resolve("TEST-mine.xml"), "mine");
            Files.writeString(folder.resolve("pom.xml"), "mine");
            Files.createSymbolicLink(folder.resolve("junit"), elsewhere);
            Files.writeString(folder.resolve(".netproof"), """
                                                           run other
                                                           pom.xml
                                                           ../summary.md
                                                           junit/../../summary.md
                                                           junit/TEST-mine.xml
                                                           allure-results/..
                                                           /etc/hostname
                                                           """);

            write(folder, Set.of(Format.SUMMARY_MARKDOWN), SampleRun.HEADER);

            assertThat(temporary.resolve("summary.md")).hasContent("mine");
            assertThat(elsewhere.resolve("TEST-mine.xml")).hasContent("mine");
            assertThat(folder.resolve("pom.xml")).hasContent("mine");
        }
    }

    @Nested
    class A_report_that_cannot_be_written {

        @Test
        void does_not_silence_the_others_and_is_told_at_the_end() throws IOException {
            Files.writeString(temporary.resolve("junit"), "a file where a folder has to be");
            Files.writeString(temporary.resolve("allure-results"), "here too");

            assertThatIOException().isThrownBy(() -> write(temporary, ALL, SampleRun.HEADER))
                    .withMessageStartingWith("not every report could be written to " + temporary + ":\n")
                    .withMessageContaining("JUNIT_XML: ")
                    .withMessageContaining("ALLURE: ")
                    .satisfies(problem -> assertThat(problem.getSuppressed()).hasSize(2));

            CollectedEvidence evidence = new CollectedEvidence();
            try (InputStream in = Files.newInputStream(temporary.resolve("evidence.json"))) {
                EvidenceJson.read(in, evidence);
            }
            assertThat(evidence.edges()).hasSize(6);
            assertThat(temporary.resolve("summary.md")).content().contains("| judged | 6 |");
        }

        @Test
        void fails_the_run_at_once_if_no_report_can_be_written_at_all() throws IOException {
            Path file = Files.writeString(temporary.resolve("file"), "");

            EvidenceSink sink = Reports.into(file, ALL);

            assertThatIOException().isThrownBy(() -> sink.begin(SampleRun.HEADER));
        }
    }

    private static RunHeader later() {
        RunHeader header = SampleRun.HEADER;
        return new RunHeader("later", header.startedAt(), header.version(), header.cluster(), header.canary(),
                header.probeImage(), header.matrices());
    }

    private static void write(Path folder, Set<Format> formats, RunHeader header) throws IOException {
        try (EvidenceSink sink = Reports.into(folder, formats)) {
            sink.begin(header);
            for (var edge : SampleRun.EDGES) {
                sink.edge(edge);
            }
            sink.end(new RunFooter(SampleRun.START, Totals.NONE, ""));
        }
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file, ISO_8859_1));
            }
        }
        return contents;
    }
}
