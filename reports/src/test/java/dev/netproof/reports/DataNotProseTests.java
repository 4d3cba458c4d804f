package dev.netproof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.text.Wording;
import dev.netproof.reports.archive.Seal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Replace all words by nonsense, and nothing changes by which reports filter, group, count or name. */
class DataNotProseTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** What a row of the page has for people to read. */
    private static final Set<String> READ = Set.of("summary", "sourceIs", "targetIs");

    private static final Gibberish.Run SAMPLE = SampleRun::into;
    private static final Gibberish.Run PLAIN = sink -> GeneratedEvidence.plain(5).into(sink, 40);
    private static final Gibberish.Run HOSTILE = sink -> GeneratedEvidence.hostile(6).into(sink, 40);

    @TempDir
    Path folder;

    static Stream<Gibberish.Run> runs() {
        return Stream.of(SAMPLE, PLAIN, HOSTILE);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void nothing_but_what_people_read_changes(Gibberish.Run run) throws IOException {
        Path sense = sense(run);
        Path nonsense = nonsense(run);

        assertThat(rows(nonsense)).as("filters, heatmap and picture").isNotEmpty().isEqualTo(rows(sense));
        assertThat(nonsense.resolve("metrics.prom")).hasSameTextualContentAs(sense.resolve("metrics.prom"));
        assertThat(junit(nonsense)).as("names and properties of JUnit").isNotEmpty().isEqualTo(junit(sense));
        assertThat(allure(nonsense)).as("names, keys and labels of Allure").isNotEmpty().isEqualTo(allure(sense));
    }

    /** As many as fit: longer words leave room for fewer rows. */
    @Test
    void the_summary_lists_the_same_edges() throws IOException {
        Gibberish.Run run = sink -> GeneratedEvidence.plain(5).into(sink, 12);

        assertThat(firstCells(nonsense(SAMPLE))).isNotEmpty().isEqualTo(firstCells(sense(SAMPLE)));
        assertThat(firstCells(nonsense(run))).isNotEmpty().isEqualTo(firstCells(sense(run)));
    }

    @Test
    void what_is_to_be_read_does_change() throws IOException {
        assertThat(Files.readString(nonsense(SAMPLE).resolve("report.html"))).contains(Gibberish.WORDS);
        assertThat(Files.readString(nonsense(SAMPLE).resolve("summary.md")))
                .contains(Markdown.escaped(Gibberish.WORDS));
    }

    @Test
    void every_place_has_the_namespace_that_it_says() {
        GeneratedEvidence hostile = GeneratedEvidence.hostile(3);
        Stream<Place> places = Stream.concat(Stream.of(new Place.Workload("deployment", "payments", "payments-api"),
                new Place.Pods("payments", Map.of("app", "x in elsewhere")), new Place.Host("service in elsewhere")),
                Stream.generate(hostile::place).limit(300));

        assertThat(places).allSatisfy(place -> {
            EdgeEvidence edge = leadingTo(place);
            ArrayNode row = HtmlRow.of(edge, edge.startedAt(), Wording.ENGLISH);
            String namespace = place.namespace();
            assertThat(row.get(HtmlRow.COLUMNS.indexOf("targetSpace")).asString())
                    .isEqualTo(namespace == null ? "" : Legible.line(namespace, 120));
        });
        assertThat(HtmlRow.of(leadingTo(new Place.Workload("deployment", "payments", "payments-api")), Instant.EPOCH,
                Wording.ENGLISH).get(HtmlRow.COLUMNS.indexOf("targetSpace")).asString()).isEqualTo("payments");
    }

    private static EdgeEvidence leadingTo(Place place) {
        EdgeEvidence edge = SampleRun.LEAK;
        return new EdgeEvidence(edge.matrix(), edge.id(), edge.position(), edge.source(), new Party("there", place),
                edge.port(), edge.probe(), edge.expected(), edge.mode(), edge.severity(), edge.tags(),
                edge.governance(), edge.verdict(), edge.attempts(), edge.controls(), edge.startedAt(), edge.elapsed());
    }

    private Path sense(Gibberish.Run run) throws IOException {
        return written("sense", Gibberish.readAgain(run), Wording.ENGLISH);
    }

    private Path nonsense(Gibberish.Run run) throws IOException {
        return written("nonsense", Gibberish.of(run), new Gibberish());
    }

    private Path written(String name, Gibberish.Run run, Wording wording) throws IOException {
        Path reports = folder.resolve(name);
        EnumSet<Format> formats = EnumSet.complementOf(EnumSet.of(Format.ARCHIVE, Format.EVIDENCE_JSON));
        try (EvidenceSink sink = new ReportSet(new OutputFolder(reports), formats, Seal.byHashes(), wording)) {
            run.into(sink);
        }
        return reports;
    }

    private static List<String> rows(Path reports) throws IOException {
        String page = Files.readString(reports.resolve("report.html"));
        return found("<script type=\"application/json\" class=\"rows\">(.*?)</script>", page).stream()
                .flatMap(batch -> JSON.readTree(batch.group(1)).valueStream())
                .map(DataNotProseTests::withoutWords)
                .toList();
    }

    private static String withoutWords(JsonNode row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            if (!READ.contains(HtmlRow.COLUMNS.get(i))) {
                values.add(row.get(i).toString());
            }
        }
        return values.toString();
    }

    /** All of each suite but what a person reads of a problem, of an edge and of the canary. */
    private static Map<String, List<String>> junit(Path reports) throws IOException {
        Map<String, List<String>> suites = new TreeMap<>();
        try (Stream<Path> files = Files.list(reports.resolve("junit"))) {
            for (Path file : files.toList()) {
                suites.put(file.getFileName().toString(),
                        found("<testsuite [^>]*>|<testcase [^>]*>|<(failure|error) type=\"[^\"]*\"|<skipped"
                                + "|<property name=\"(?!netproof\\.canary\")[^>]*>", Files.readString(file)).stream()
                                .map(MatchResult::group)
                                .toList());
            }
        }
        return suites;
    }

    private static Map<String, List<String>> allure(Path reports) throws IOException {
        Map<String, List<String>> tests = new TreeMap<>();
        try (Stream<Path> files = Files.list(reports.resolve("allure-results"))) {
            for (Path file : files.filter(path -> path.toString().endsWith("-result.json")).toList()) {
                JsonNode test = JSON.readTree(Files.readString(file));
                tests.put(file.getFileName().toString(),
                        Stream.of("uuid", "historyId", "testCaseId", "fullName", "name", "titlePath", "labels", "links",
                                "status").map(key -> test.path(key).toString()).toList());
            }
        }
        return tests;
    }

    private static List<String> firstCells(Path reports) throws IOException {
        return Files.readString(reports.resolve("summary.md")).lines()
                .filter(line -> line.startsWith("| **"))
                .map(line -> line.substring(0, line.indexOf(" | ", 2)))
                .toList();
    }

    private static List<MatchResult> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).results().toList();
    }
}
