package dev.netproof.reports.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiffFormatTests {
    private static final Diff.Run BEFORE = new Diff.Run("r-1", Instant.parse("2026-11-01T02:00:00Z"), true);
    private static final Diff.Run NOW = new Diff.Run("r-2", Instant.parse("2026-11-02T02:00:00Z"), true);
    private static final EdgeStatus CLOSED = new EdgeStatus(Expectation.DENY, Mode.ENFORCE, Seen.CLOSED,
            Verdict.Result.CONFORMS);
    private static final EdgeStatus OPEN = new EdgeStatus(Expectation.DENY, Mode.ENFORCE, Seen.OPEN,
            Verdict.Result.VIOLATED);
    private static final EdgeChange LEAK = new EdgeChange(EdgeChange.Kind.OPENED, "payments", "stranger-out",
            "stranger → payments 8080/TCP", CLOSED, OPEN, "open in 12 ms", "team-a",
            List.of(Seen.OPEN, Seen.CLOSED, Seen.OPEN));
    private static final EdgeChange GONE = new EdgeChange(EdgeChange.Kind.GONE, "payments", "old",
            "a → b 1/TCP", CLOSED, null, "", "", List.of(Seen.CLOSED));
    private static final EdgeChange STILL = new EdgeChange(EdgeChange.Kind.STILL_FAILING, "payments", "known",
            "a → b 2/TCP", OPEN, OPEN, "open", "", List.of(Seen.OPEN, Seen.OPEN));

    @TempDir
    private Path temporary;

    @Test
    void a_table_has_a_line_for_each_edge() throws IOException {
        assertThat(written(DiffFormat.TABLE, diff(LEAK, GONE, STILL))).isEqualTo(
                """
                r-1 → r-2: 1 opened, 1 gone, 1 still failing; 7 as before

                opened
                  payments/stranger-out            stranger → payments 8080/TCP             deny, closed → deny, open
                      open in 12 ms
                      owner team-a
                      flapping: open closed open

                gone
                  payments/old                     a → b 1/TCP                              deny, closed → gone

                still failing
                  payments/known                   a → b 2/TCP                              deny, open
                      open
                """);
    }

    @Test
    void markdown_has_a_row_for_each_edge() throws IOException {
        assertThat(written(DiffFormat.MARKDOWN, diff(LEAK, GONE)))
                .startsWith("""
                            <!-- netproof diff -->
                            ## 🔓 netproof: 2 edges changed

                            r-1 → r-2: 1 opened, 1 gone; 7 as before.

                            | what | edge | agreed and seen | now | owner |
                            """).contains("| **opened** | stranger-out<br>payments: stranger → payments 8080/TCP | "
                        + "deny, closed → deny, open<br>flapping: open closed open | open in 12 ms | team-a |\n");
    }

    @Test
    void markdown_fits_a_comment_however_much_changed() throws IOException {
        EdgeChange[] changes = IntStream.range(0, 5_000).mapToObj(i -> LEAK).toArray(EdgeChange[]::new);

        String page = written(DiffFormat.MARKDOWN, diff(changes));

        assertThat(page.getBytes(UTF_8)).hasSizeLessThan(DiffMarkdown.MOST_BYTES);
        assertThat(page).containsPattern("\n… and \\d+ more.\n$");
    }

    @Test
    void json_says_all_of_it() throws IOException {
        JsonNode json = new JsonMapper().readTree(written(DiffFormat.JSON, diff(LEAK, GONE)));

        assertThat(json.path("apiVersion").asString()).isEqualTo("netproof.dev/diff/v1");
        assertThat(json.path("changed").asBoolean()).isTrue();
        assertThat(json.path("counts").path("opened").asInt()).isEqualTo(1);
        assertThat(json.path("edges").path(0).path("kind").asString()).isEqualTo("opened");
        assertThat(json.path("edges").path(0).path("now").path("seen").asString()).isEqualTo("open");
        assertThat(json.path("edges").path(1).path("now").isNull()).isTrue();
    }

    @Test
    void text_is_silent_when_nothing_changed_and_nothing_fails() throws IOException {
        assertThat(written(DiffFormat.TABLE, diff())).isEmpty();
        assertThat(written(DiffFormat.MARKDOWN, diff())).isEmpty();
        assertThat(written(DiffFormat.JSON, diff())).contains("\"changed\":false");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_matrices_and_pods_say_stays_text(long seed) throws IOException {
        Path old = evidence("old", seed);
        Path now = evidence("now", seed + 100);

        Diff diff = Baseline.read(List.of(old)).compare(now);

        assertThat(diff.changes()).isNotEmpty();
        String table = written(DiffFormat.TABLE, diff);
        assertThat(table.chars().filter(c -> c != '\n').noneMatch(c -> c < ' ' || c == 0x7f || c == 0x202e)).isTrue();
        String page = written(DiffFormat.MARKDOWN, diff);
        assertThat(page).doesNotContain("<script", "[link](", "@everyone", "</details");
        assertThat(page.lines().filter(line -> line.startsWith("| "))).allSatisfy(
                line -> assertThat(line.replace("\\|", "").chars().filter(c -> c == '|')).hasSize(6));
        new JsonMapper().readTree(written(DiffFormat.JSON, diff));
    }

    private Path evidence(String name, long seed) throws IOException {
        Path file = temporary.resolve(name);
        try (EvidenceSink sink = EvidenceJson.writer(Files.newOutputStream(file))) {
            GeneratedEvidence.hostile(seed).into(sink, 50);
        }
        return file;
    }

    private static String written(DiffFormat format, Diff diff) throws IOException {
        StringWriter out = new StringWriter();
        format.write(diff, out);
        return out.toString();
    }

    private static Diff diff(EdgeChange... changes) {
        return new Diff(BEFORE, NOW, 3, List.of(changes), 7, List.of());
    }
}
