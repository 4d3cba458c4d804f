package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void evidence_has_another_name_until_it_is_whole() throws IOException {
        try (EvidenceSink sink = Reports.into(temporary, Set.of(Format.EVIDENCE_JSON))) {
            sink.begin(SampleRun.HEADER);
            sink.edge(SampleRun.LEAK);

            assertThat(contents(temporary).keySet()).containsExactly(".netproof", "evidence.json.part");
            assertThat(contents(temporary).get("evidence.json.part")).as("each edge is on its way to the disk at once")
                    .contains(SampleRun.LEAK.id()).endsWith("}");
        }

        assertThat(contents(temporary).keySet()).containsExactly(".netproof", "evidence.json");
        assertThat(contents(temporary).get("evidence.json")).as("a run that broke off").endsWith("\"end\": null}\n");
    }

    @Test
    void evidence_does_not_take_the_place_of_what_came_meanwhile() throws IOException {
        EvidenceSink sink = Reports.into(temporary, Set.of(Format.EVIDENCE_JSON));
        sink.begin(SampleRun.HEADER);
        Files.writeString(temporary.resolve("evidence.json"), "mine");

        assertThatIOException().isThrownBy(sink::close);
        assertThat(contents(temporary)).containsEntry("evidence.json", "mine").containsKey("evidence.json.part");
    }

    @Nested
    class Files_of_an_earlier_run {

        @Test
        void are_removed() throws IOException {
            write(temporary, ALL, SampleRun.HEADER);
            try (EvidenceSink sink = Reports.into(temporary, ALL)) {
                sink.begin(later());
                sink.edge(SampleRun.MONITORED);
                sink.end(new RunFooter(SampleRun.START, Totals.NONE));
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

    /** Planted by somebody who may write to the output folder, and hopes that who may write more follows it. */
    @Nested
    class A_link {

        @ParameterizedTest
        @ValueSource(strings = {"junit", "allure-results"})
        void in_the_place_of_a_folder_is_not_followed(String name) throws IOException {
            Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
            Path folder = Files.createDirectories(temporary.resolve("out"));
            Path link = Files.createSymbolicLink(folder.resolve(name), elsewhere);

            assertThatIOException().isThrownBy(() -> write(folder, ALL, SampleRun.HEADER)).withMessageContaining(
                    link + ": is a symbolic link, and no report is written through a link. See who put it there and "
                            + "remove it, or write to another folder");
            assertThat(elsewhere).isEmptyDirectory();
            assertThat(folder.resolve("evidence.json")).exists();
        }

        @Test
        void that_takes_the_place_of_a_folder_meanwhile_is_not_followed() throws IOException {
            Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
            Path folder = temporary.resolve("out");

            try (EvidenceSink sink = Reports.into(folder, Set.of(Format.ALLURE))) {
                sink.begin(SampleRun.HEADER);
                sink.edge(SampleRun.LEAK);
                Files.move(folder.resolve("allure-results"), temporary.resolve("away"));
                Files.createSymbolicLink(folder.resolve("allure-results"), elsewhere);
                sink.edge(SampleRun.MONITORED);
                assertThatIOException().isThrownBy(sink::close).withMessageContaining("is a symbolic link");
            }
            assertThat(elsewhere).isEmptyDirectory();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void in_the_place_of_the_list_is_neither_read_nor_written_through(boolean dangling) throws IOException {
            Path victim = temporary.resolve("victim");
            if (!dangling) {
                Files.writeString(victim, "run other\nsummary.md\n");
            }
            Path folder = Files.createDirectories(temporary.resolve("out"));
            Path link = Files.createSymbolicLink(folder.resolve(".netproof"), victim);
            Files.writeString(folder.resolve("summary.md"), "mine");

            assertThatIOException().isThrownBy(() -> write(folder, ALL, SampleRun.HEADER))
                    .withMessageStartingWith(link + ": is a symbolic link");
            assertThatIOException().isThrownBy(() -> Reports.into(folder, ALL).close())
                    .withMessageContaining(link + ": is a symbolic link");

            assertThat(folder.resolve("summary.md")).hasContent("mine");
            if (dangling) {
                assertThat(victim).doesNotExist();
            } else {
                assertThat(victim).hasContent("run other\nsummary.md\n");
            }
        }

        @Test
        void that_is_a_hard_one_in_the_place_of_the_list_is_replaced_and_not_written_through() throws IOException {
            Path victim = Files.writeString(temporary.resolve("victim"), "mine");
            Path folder = Files.createDirectories(temporary.resolve("out"));
            Files.createLink(folder.resolve(".netproof"), victim);

            write(folder, ALL, SampleRun.HEADER);

            assertThat(victim).hasContent("mine");
            assertThat(folder.resolve(".netproof")).content().contains("summary.md");
        }

        @ParameterizedTest
        @ValueSource(strings = {"evidence.json", "evidence.zip", "evidence.zip.part", "report.html", "report.html.part",
                "summary.md", "metrics.prom", "junit/TEST-payments.xml", "junit/TEST-payments.xml.part",
                "allure-results/categories.json", ".netproof.part"})
        void in_the_place_of_a_file_is_not_written_through(String name) throws IOException {
            Path victim = Files.writeString(temporary.resolve("victim"), "mine");
            Path dangling = temporary.resolve("nowhere");
            for (Path target : List.of(victim, dangling)) {
                Path folder = Files.createDirectories(temporary.resolve("out-" + target.getFileName()));
                Path link = folder.resolve(name);
                Files.createDirectories(link.getParent());
                Files.createSymbolicLink(link, target);

                if (name.equals(".netproof.part")) {
                    write(folder, ALL, SampleRun.HEADER);
                } else {
                    assertThatIOException().isThrownBy(() -> write(folder, ALL, SampleRun.HEADER))
                            .withMessageContaining(link.toString())
                            .withMessageContaining("Move it away, or write to another folder");
                }
            }
            assertThat(victim).hasContent("mine");
            assertThat(dangling).doesNotExist();
        }

        @Test
        void that_is_the_folder_itself_is_what_the_user_named() throws IOException {
            Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
            Path folder = Files.createSymbolicLink(temporary.resolve("out"), elsewhere);

            write(folder, ALL, SampleRun.HEADER);

            assertThat(elsewhere.resolve("junit/TEST-payments.xml")).exists();
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
            sink.end(new RunFooter(SampleRun.START, Totals.NONE));
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
