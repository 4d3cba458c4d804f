package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.PolicyMutant;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.SuggestedEdge;
import dev.netproof.evidence.Totals;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HtmlReportTests {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    @Test
    void tells_the_verdict_in_words_that_need_no_script() throws IOException {
        String page = page(SampleRun::into);

        assertThat(page).contains("<title>Not as expected · staging · netproof</title>", "<h1>Not as expected</h1>",
                "2 of 6 edges are not as expected, 1 not proven, 1 only watched is not.", "✓ Seen on the wire");
        assertThat(page).contains("pod payments/payments-api-0 at 10.1.2.3:8080/TCP should be closed and was open",
                "checkout must reach payments at 8080/TCP", "matrices/payments.yaml:14:7");
    }

    @Test
    void holds_each_edge_and_its_story() throws IOException {
        String page = page(SampleRun::into);

        List<JsonNode> rows = batches(page, "rows").stream().map(JSON::readTree).toList();
        assertThat(rows).singleElement()
                .satisfies(batch -> assertThat(batch.valueStream().map(row -> row.get(0).asString()))
                        .containsExactly("stranger-ledger", "stranger-out", "legacy-exception", "checkout-pays",
                                "payments-resolves", "no-internet"));
        JsonNode leak = stories(page).get(0).get(1);
        assertThat(leak.path("because").asString()).isEqualTo("card data stays inside");
        assertThat(leak.path("ticketAddress").asString()).isEqualTo("https://tickets.example.org/browse/SEC-412");
        assertThat(leak.path("attempts").get(0).path("command").asString())
                .isEqualTo("nc -n -v -z -w 3 10.1.2.3 8080");
        assertThat(leak.path("controls").get(1).path("proved").asBoolean()).isTrue();
    }

    @Test
    void tells_the_nearest_rule_and_what_would_allow_the_path() throws IOException {
        String page = page(sink -> {
            sink.begin(SampleRun.HEADER);
            sink.edge(SampleRun.deniedBy(SampleRun.BLOCKED, List.of(SampleRun.NEAREST)));
        });

        JsonNode nearest = stories(page).get(0).get(0).path("nearest").get(0);
        assertThat(nearest.path("rule").asString()).isEqualTo("NetworkPolicy payments/payments-api ingress[0]");
        assertThat(nearest.path("differences").get(0).asString())
                .isEqualTo("namespace label of shop is team=store, the rule wants team=shop");
        assertThat(nearest.path("suggestion").asString()).contains("review", "\nkind: NetworkPolicy\n");
    }

    @Test
    void leaves_no_part_file_behind() throws IOException {
        page(SampleRun::into);

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(".netproof",
                    "report.html");
        }
    }

    @Nested
    class A_headline {

        @ParameterizedTest(name = "{0} conform, {1} violated, {2} inconclusive, {3} watched: {4}")
        @CsvSource({
                "3, 0, 0, 0, '',   GOOD,     As agreed,         All 3 edges are as expected.",
                "1, 0, 0, 0, '',   GOOD,     As agreed,         The one edge is as expected.",
                "3, 0, 0, 1, '',   GOOD,     As agreed,         'Every enforced edge is as expected, 1 only watched is not.'",
                "1200, 34, 0, 0, '', BAD,    Not as expected,     '34 of 1,234 edges are not as expected.'",
                "3, 0, 1, 0, '',   UNPROVEN, Not proven,        1 of 4 edges is not proven.",
                "0, 0, 0, 0, '',   UNPROVEN, Nothing was tried, 'The run has no edges, so it proves nothing.'",
                "3, 0, 0, 0, gone, UNPROVEN, Not complete,      Not every edge was judged.",
                "3, 1, 0, 0, gone, BAD,      Not as expected,     1 of 4 edges is not as expected.",
        })
        void is_never_green_without_proof(int conforms, int violated, int inconclusive, int monitored, String missing,
                HtmlHeadline.State state, String words, String detail) {
            assertThat(HtmlHeadline.of(new Totals(conforms, violated, inconclusive, monitored), missing))
                    .isEqualTo(new HtmlHeadline(state, words, detail));
        }
    }

    @Test
    void says_that_a_run_broke_off() throws IOException {
        String page = page(sink -> {
            sink.begin(SampleRun.HEADER);
            sink.edge(SampleRun.CONFORMING);
        });

        assertThat(page)
                .contains("<h1>Not complete</h1>", "The run broke off. Edges that are not listed were not judged.")
                .contains("<html lang=\"en\" data-state=\"unproven\">");
    }

    @Test
    void shows_what_an_audit_found_and_what_no_edge_would_notice() throws IOException {
        AuditFinding stands = new AuditFinding("rule-allows-all", Severity.MAJOR, "NetworkPolicy", "shop", "web",
                "spec.ingress[0]", null, "Everybody may come in.", "Name who may.", null);
        AuditFinding accepted = stands
                .suppressed(new AuditFinding.Suppression(LocalDate.of(2027, 1, 31), "the mesh sees to it"));
        PolicyCoverage coverage = PolicyCoverage.of(List.of(
                new PolicyMutant("shop/web removed", PolicyMutant.Result.NOTICED, 1, List.of("shop/a"), "", null),
                new PolicyMutant("shop/db widened", PolicyMutant.Result.UNNOTICED, 0, List.of(), "", new SuggestedEdge(
                        "web", "db", "5432", Expectation.DENY, "edges:\n  - {id: x}\n", "Put a listener there."))),
                List.of(), List.of());

        String page = page(sink -> {
            sink.begin(SampleRun.HEADER);
            sink.end(new RunFooter(SampleRun.START, Totals.NONE).withAudit(List.of(stands, accepted))
                    .withCoverage(coverage));
        });

        assertThat(page).contains("Audit of the policies: 1 finding, 1 accepted",
                "<th scope=\"row\">major</th><td>NetworkPolicy shop/web<small>spec.ingress[0]</small>", "Name who may.",
                "Accepted until 2027-01-31: the mesh sees to it",
                "Coverage of the policies: 50.0 %, 1 mistake of 2 would go unnoticed",
                "<th scope=\"row\">shop/db widened</th><td><pre>edges:\n  - {id: x}\n</pre>Put a listener there.");
        assertThat(page).doesNotContain("shop/web removed");
    }

    @Test
    void a_run_without_an_edge_is_a_whole_page() throws IOException {
        String page = page(sink -> {
            sink.begin(SampleRun.HEADER);
            sink.end(new RunFooter(SampleRun.START, Totals.NONE));
        });

        assertThat(page).contains("<h1>Nothing was tried</h1>").endsWith("</html>\n");
    }

    @Nested
    class Nothing_that_a_cluster_or_a_matrix_says {

        @Test
        void becomes_markup() throws IOException {
            String page = page(sink -> GeneratedEvidence.hostile(3).into(sink, 300));

            // The page's own: a style sheet, a script, the facts, and two elements for each batch.
            assertThat(occurrences(page, "<script")).isEqualTo(2 + 2 * 5);
            assertThat(occurrences(page, "</script")).isEqualTo(2 + 2 * 5);
            assertThat(page).doesNotContain("<img", "<svg", "onerror=", "\u202e", "\u0000");
            assertThat(occurrences(page, "</details>")).isEqualTo(occurrences(page, "<details class=\"matrices"));
        }

        @Test
        void is_lost_on_the_way() throws IOException {
            String page = page(sink -> GeneratedEvidence.hostile(3).into(sink, 300));

            assertThat(stories(page).stream().mapToInt(JsonNode::size).sum()).isEqualTo(300);
            assertThat(batches(page, "rows").stream().map(JSON::readTree).mapToInt(JsonNode::size).sum())
                    .isEqualTo(300);
        }
    }

    @Test
    void allows_its_own_script_and_style_and_nothing_else() throws Exception {
        String page = page(SampleRun::into);

        String script = between(page, "<script>", "</script>");
        String style = between(page, "<style>", "</style>");
        assertThat(page).contains("default-src &#39;none&#39;; script-src &#39;" + hash(script)
                + "&#39;; style-src &#39;" + hash(style) + "&#39;; img-src data:; base-uri &#39;none&#39;");
        assertThat(script).contains("Chris Pettitt", "Permission is hereby granted").doesNotContain("sourceMappingURL");
    }

    @Test
    void the_layout_library_is_the_one_its_notice_names() throws Exception {
        byte[] library = resource("vendor/dagre.min.js");

        assertThat(new String(resource("vendor/README.md"), UTF_8)).contains("version 3.1.3",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(library)));
    }

    private String page(Writing run) throws IOException {
        try (EvidenceSink sink = Reports.into(folder, Set.of(Format.HTML))) {
            run.into(sink);
        }
        return Files.readString(folder.resolve("report.html"));
    }

    private static List<JsonNode> stories(String page) {
        return batches(page, "stories").stream().map(HtmlReportTests::inflated).map(JSON::readTree).toList();
    }

    private static String inflated(String batch) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(batch)),
                new Inflater(true))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> batches(String page, String kind) {
        Matcher batch = Pattern.compile("<script type=\"[a-z/]+\" class=\"" + kind + "\">(.*?)</script>").matcher(page);
        return batch.results().map(found -> found.group(1)).toList();
    }

    private static String between(String page, String start, String end) {
        int from = page.indexOf(start) + start.length();
        return page.substring(from, page.indexOf(end, from));
    }

    private static int occurrences(String page, String text) {
        return page.split(Pattern.quote(text), -1).length - 1;
    }

    private static String hash(String content) throws NoSuchAlgorithmException {
        return "sha256-" + Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream("html/" + name)) {
            return in.readAllBytes();
        }
    }

    private interface Writing {
        void into(EvidenceSink sink) throws IOException;
    }
}
