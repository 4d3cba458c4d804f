package dev.netproof.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvidenceJsonTests {

    @Nested
    class A_whole_run {

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void is_read_as_it_was_written(long seed) throws IOException {
            CollectedEvidence original = new CollectedEvidence();
            GeneratedEvidence.plain(seed).into(original, 200);

            CollectedEvidence again = read(written(seed, 200));

            assertThat(again.header()).isEqualTo(original.header());
            assertThat(again.edges()).isEqualTo(original.edges());
            assertThat(again.footer()).isEqualTo(original.footer());
        }

        @Test
        void is_always_the_same_bytes() throws IOException {
            assertThat(written(7, 50)).isEqualTo(written(7, 50));
            assertThat(new String(written(7, 50), UTF_8)).doesNotContain("\r");
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
        void is_written_as_it_was_read(long seed) throws IOException {
            byte[] once = written(seed, 100);
            ByteArrayOutputStream twice = new ByteArrayOutputStream();
            try (EvidenceSink sink = EvidenceJson.writer(twice)) {
                EvidenceJson.read(new ByteArrayInputStream(once), sink);
            }

            assertThat(twice.toByteArray()).isEqualTo(once);
        }

        @Test
        void is_read_without_the_words_beside_its_data() throws IOException {
            String json = new String(written(6, 100), UTF_8);
            String without = json.replaceAll(",\"message\":\"[^\"]*\",\"advice\":\"[^\"]*\"}", "}")
                    .replaceAll("(\"after\":[^,]+),\"detail\":\"[^\"]*\"}", "$1}");

            assertThat(without.length()).isLessThan(json.length() - 10_000);
            assertThat(read(without).edges()).isEqualTo(read(json).edges());
        }

        @Test
        void has_one_line_for_each_edge() throws IOException {
            assertThat(new String(written(7, 50), UTF_8).lines().filter(line -> line.startsWith("{\"matrix\":")))
                    .hasSize(50);
        }

        @Test
        void may_have_no_edges() throws IOException {
            assertThat(read(written(8, 0)).edges()).isEmpty();
        }

        @Test
        void of_hostile_text_is_read_as_well_formed_text() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (EvidenceSink sink = EvidenceJson.writer(out)) {
                GeneratedEvidence.hostile(9).into(sink, 300);
            }

            CollectedEvidence once = read(out.toByteArray());

            ByteArrayOutputStream secondOut = new ByteArrayOutputStream();
            try (EvidenceSink sink = EvidenceJson.writer(secondOut)) {
                EvidenceJson.read(new ByteArrayInputStream(out.toByteArray()), sink);
            }
            assertThat(once.edges()).hasSize(300);
            assertThat(secondOut.toByteArray()).isEqualTo(out.toByteArray());
        }
    }

    @Nested
    class The_shape {

        @Test
        void is_what_the_guide_says() throws IOException {
            JsonNode document = JsonMapper.shared().readTree(written(1, 100));

            assertThat(document.propertyNames()).containsExactly("apiVersion", "run", "edges", "end");
            assertThat(document.at("/apiVersion").asString()).isEqualTo("netproof.dev/evidence/v1beta1");
            assertThat(document.at("/run").propertyNames())
                    .containsExactly("runId", "startedAt", "version", "cluster", "canary", "probeImage",
                            "probeImageIds", "matrices", "policies", "ledgerHead");
            JsonNode edge = document.at("/edges/0");
            assertThat(edge.propertyNames()).containsExactly("matrix", "id", "position", "source", "target", "port",
                    "probe", "expected", "mode", "severity", "tags", "governance", "verdict", "declared", "attempts",
                    "controls", "startedAt", "elapsedMillis", "convergence", "declaredAs", "enforcedAs");
            assertThat(edge.at("/elapsedMillis").isNumber()).isTrue();
            assertThat(edge.at("/startedAt").asString()).startsWith("2026-11-20T18:00:00");
            assertThat(document.findValues("observation")).extracting(seen -> seen.path("type").asString())
                    .containsOnly("connected", "closed", "undetermined", "unreadable");
            assertThat(document.findValues("place")).extracting(place -> place.path("type").asString())
                    .contains("workload", "pods", "labels", "within", "service", "pod", "stand-in", "probe", "slice",
                            "node", "address", "host", "nowhere");
            assertThat(document.findValuesAsString("id")).contains("uncontrolled-deny");
            assertThat(document.findValuesAsString("ingress"))
                    .isSubsetOf(List.of("dropped", "rejected", "ignored", "unknown"));
        }

        @Test
        void calls_a_finding_by_its_id() {
            for (FindingId finding : FindingId.values()) {
                assertThat(finding.id()).isEqualTo(RecordIntrospector.inJson(finding));
            }
        }
    }

    @Nested
    class A_run_that_broke_off {

        @Test
        void is_a_whole_document_without_an_end() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            GeneratedEvidence generated = GeneratedEvidence.plain(3);
            try (EvidenceSink sink = EvidenceJson.writer(out)) {
                sink.begin(generated.header());
                sink.edge(generated.edge());
            }

            assertThat(JsonMapper.shared().readTree(out.toByteArray()).at("/end").isNull()).isTrue();
            assertThat(read(out.toByteArray()).edges()).hasSize(1);
            assertThat(read(out.toByteArray()).footer()).isNull();
        }

        @Test
        void before_its_first_edge_is_one_too() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (EvidenceSink sink = EvidenceJson.writer(out)) {
                sink.begin(GeneratedEvidence.plain(3).header());
            }

            assertThat(read(out.toByteArray()).header()).isNotNull();
        }
    }

    @Nested
    class Reading_refuses {

        @Test
        void evidence_that_is_cut_off_anywhere() throws IOException {
            byte[] whole = written(5, 3);
            int end = new String(whole, UTF_8).stripTrailing().getBytes(UTF_8).length;
            for (int length = 0; length < end; length += 7) {
                byte[] cut = Arrays.copyOf(whole, length);

                assertThatExceptionOfType(CutEvidenceException.class).isThrownBy(() -> read(cut))
                        .withMessageStartingWith("byte ")
                        .withMessageContaining("cut off");
            }
        }

        @Test
        void what_is_cut_off_once_it_has_passed_on_what_is_whole() throws IOException {
            String whole = new String(written(5, 9), UTF_8);
            List<EdgeEvidence> all = read(whole).edges();
            for (int edges = 0; edges <= 9; edges++) {
                int from = whole.indexOf("\n", whole.indexOf("\"edges\": [")) + 1;
                for (int edge = 0; edge < edges; edge++) {
                    from = whole.indexOf("\n", from) + 1;
                }
                // A part of the line after the edges that are whole.
                String cut = whole.substring(0, from + (edges < 9 ? 40 : 2));
                CollectedEvidence collected = new CollectedEvidence();

                assertThatExceptionOfType(CutEvidenceException.class)
                        .isThrownBy(() -> EvidenceJson.read(new ByteArrayInputStream(cut.getBytes(UTF_8)), collected))
                        .returns(edges, CutEvidenceException::edges);
                assertThat(collected.edges()).isEqualTo(all.subList(0, edges));
                assertThat(collected.footer()).isNull();
            }
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"{}", "[]", "null", "1", "\"text\"", "}", ",", "x", "\0",
                "{\"apiVersion\": \"netproof.dev/evidence/v1\", \"run\": {}, \"edges\": [], \"end\": null}"})
        void what_follows_its_end_without_taking_the_run_for_a_whole_one(String more) throws IOException {
            byte[] whole = written(5, 3);
            CollectedEvidence read = new CollectedEvidence();

            assertThatIOException()
                    .isThrownBy(() -> EvidenceJson.read(
                            new ByteArrayInputStream((new String(whole, UTF_8) + more).getBytes(UTF_8)), read))
                    .withMessageStartingWith("byte ")
                    .withMessageContaining("there is more after the end of the evidence");
            assertThat(read.footer()).isNull();
        }

        @Test
        void a_later_version_by_name() {
            assertThatIOException().isThrownBy(() -> read("{\"apiVersion\": \"netproof.dev/evidence/v2\"}"))
                    .withMessage(
                            "byte 41, after 0 edges: apiVersion is \"netproof.dev/evidence/v2\", and this netproof "
                                    + "reads \"netproof.dev/evidence/v1beta1\". Read it with the netproof that wrote it, or a newer one.");
        }

        @Test
        void the_shape_of_before_the_first_release() {
            assertThatIOException().isThrownBy(() -> read("{\"apiVersion\": \"netproof.dev/evidence/v1\"}"))
                    .withMessage(
                            "byte 41, after 0 edges: apiVersion is \"netproof.dev/evidence/v1\", which was written "
                                    + "before the first release, and this netproof reads \"netproof.dev/evidence/v1beta1\". "
                                    + "Run it again.");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                                                                      []                                               ~ evidence is a JSON object
                                                                      "text"                                           ~ evidence is a JSON object
                                                                      {"run": {}}                                      ~ apiVersion must come first
                                                                      {"apiVersion": "netproof.dev/evidence/v1beta1", nope} ~ this JSON cannot be read
                                                                      {"apiVersion": "netproof.dev/evidence/v1beta1", "edges": []} ~ run must come before edges
                                                                      {"apiVersion": "netproof.dev/evidence/v1beta1", "end": null} ~ edges must come before end
                                                                      {"apiVersion": "netproof.dev/evidence/v1beta1", "run": {}}   ~ this RunHeader cannot be read
                                                                      {"apiVersion": "netproof.dev/evidence/v1beta1"}              ~ there is no end
                                                                      """)
        void what_is_not_evidence(String json, String problem) {
            assertThatIOException().isThrownBy(() -> read(json))
                    .withMessageStartingWith("byte ")
                    .withMessageContaining(problem);
        }

        @Test
        void an_edge_without_a_verdict() throws IOException {
            String json = new String(written(5, 1), UTF_8);

            assertThatIOException().isThrownBy(() -> read(json.replace("\"verdict\":", "\"judgement\":")))
                    .withMessageContaining("this EdgeEvidence cannot be read").withMessageContaining("verdict");
            assertThatIOException()
                    .isThrownBy(() -> read(json.replaceFirst("\"expected\":\"[a-z]+\"", "\"expected\":null")))
                    .withMessageContaining("expected");
        }

        @Test
        void findings_and_controls_of_before_they_were_data() throws IOException {
            String json = new String(written(5, 40), UTF_8);

            assertThatIOException().isThrownBy(() -> read(json.replace("\"facts\":", "\"said\":")))
                    .withMessageMatching("(?s)byte \\d+, after \\d+ edges?: this EdgeEvidence cannot be read: .*facts.*"
                            + "from before the first release, or changed by hand\\. Run it again\\.");
            assertThatIOException()
                    .isThrownBy(() -> read(json.replaceAll("\"subject\":\\{\"type\":\"cluster\"}",
                            "\"subject\":\"cluster\"")))
                    .withMessageContaining("Run it again.");
        }

        @Test
        void a_verdict_that_does_not_follow_from_its_findings() throws IOException {
            String json = new String(written(5, 40), UTF_8);

            assertThatIOException()
                    .isThrownBy(() -> read(json.replace("\"result\":\"violated\"", "\"result\":\"conforms\"")))
                    .withMessageContaining("does not follow");
        }
    }

    @Test
    void reading_ignores_fields_it_does_not_know() throws IOException {
        String json = new String(written(5, 10), UTF_8)
                .replace("\"edges\":", "\"new\": {\"a\": [1, {}]}, \"edges\":")
                .replace("{\"matrix\":", "{\"unheardOf\": {\"policies\": []}, \"matrix\":");

        assertThat(read(json).edges()).hasSize(10);
    }

    @Test
    void reading_takes_observations_of_the_first_versions() throws IOException {
        String json = new String(written(5, 60), UTF_8)
                .replaceAll("(\"type\":\"undetermined\"),\"stage\":\"[a-z]+\"", "$1")
                .replaceAll(",\"answered\":(true|false)", "");

        List<Observation> read = read(json).edges().stream().flatMap(edge -> edge.attempts().stream())
                .map(Attempt::observation).toList();

        assertThat(json).doesNotContain("\"answered\"");
        assertThat(read).filteredOn(Observation.Connected.class::isInstance).isNotEmpty()
                .allSatisfy(seen -> assertThat(((Observation.Connected) seen).answered()).isTrue());
        assertThat(read).filteredOn(Observation.Undetermined.class::isInstance).isNotEmpty()
                .allSatisfy(seen -> assertThat(seen.stage()).isEqualTo(Stage.DNS));
    }

    @Test
    void reading_passes_on_what_the_sink_throws() throws IOException {
        byte[] json = written(5, 10);
        EvidenceSink full = new EvidenceSink() {
            @Override
            public void begin(RunHeader header) throws IOException {
                throw new IOException("disk full");
            }

            @Override
            public void edge(EdgeEvidence edge) {}

            @Override
            public void end(RunFooter footer) {}

            @Override
            public void close() {}
        };

        assertThatIOException().isThrownBy(() -> EvidenceJson.read(new ByteArrayInputStream(json), full))
                .withMessage("disk full");
    }

    @Test
    void a_million_characters_of_output_are_kept() throws IOException {
        GeneratedEvidence generated = GeneratedEvidence.plain(1);
        EdgeEvidence edge = Stream.generate(generated::edge).filter(e -> !e.attempts().isEmpty()).findFirst()
                .orElseThrow();
        Attempt attempt = edge.attempts().getFirst();
        RawRecord raw = attempt.raw();
        Attempt loud = new Attempt(1, attempt.source(), attempt.endpoint(),
                new RawRecord(raw.probe(), raw.tool(), raw.command(), 0, "x".repeat(1_000_000), "", raw.startedAt(),
                        raw.elapsed()),
                attempt.observation());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EvidenceSink sink = EvidenceJson.writer(out)) {
            sink.begin(generated.header());
            sink.edge(new EdgeEvidence(edge.matrix(), edge.id(), edge.position(), edge.source(), edge.target(),
                    edge.port(), edge.probe(), edge.expected(), edge.mode(), edge.severity(), edge.tags(),
                    edge.governance(), edge.verdict(), List.of(loud), edge.controls(), edge.startedAt(),
                    edge.elapsed()));
        }

        assertThat(read(out.toByteArray()).edges().getFirst().attempts()).containsExactly(loud);
    }

    private static byte[] written(long seed, int edges) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EvidenceSink sink = EvidenceJson.writer(out)) {
            GeneratedEvidence.plain(seed).into(sink, edges);
        }
        return out.toByteArray();
    }

    private static CollectedEvidence read(String json) throws IOException {
        return read(json.getBytes(UTF_8));
    }

    private static CollectedEvidence read(byte[] json) throws IOException {
        CollectedEvidence collected = new CollectedEvidence();
        EvidenceJson.read(new ByteArrayInputStream(Objects.requireNonNull(json)), collected);
        return collected;
    }
}
