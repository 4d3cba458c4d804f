package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AllureResultsTests {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"payments/stranger-ledger, passed,  closed",
            "payments/stranger-out,       failed,  leak: pod payments/payments-api-0 at 10.1.2.3:8080/TCP should be closed and was open",
            "payments/checkout-pays,      failed,  blocked: pod payments/payments-api-0 at 10.1.2.3:8080/TCP should be open",
            "payments/no-internet,        broken,  uncontrolled-deny: pod payments/payments-api-0",
            "legacy/legacy-exception,     skipped, monitor: leak: pod payments/payments-api-0",
            "payments/payments-resolves,  passed,  open in 4 ms"})
    void a_status_follows_from_the_verdict(String fullName, String status, String message) throws IOException {
        sample(SampleRun.HEADER);

        JsonNode result = result(fullName);
        assertThat(result.at("/status").asString()).isEqualTo(status);
        assertThat(result.at("/statusDetails/message").asString()).startsWith(message);
    }

    @Test
    void a_result_tells_the_whole_story() throws IOException {
        sample(SampleRun.HEADER);

        JsonNode leak = result("payments/stranger-out");
        assertThat(leak.at("/name").asString()).isEqualTo("stranger-out: stranger → payments 8080/TCP deny");
        assertThat(leak.at("/stage").asString()).isEqualTo("finished");
        assertThat(leak.at("/start").asLong()).isEqualTo(SampleRun.START.toEpochMilli());
        assertThat(leak.at("/stop").asLong()).isEqualTo(SampleRun.START.toEpochMilli() + 3012);
        assertThat(leak.at("/statusDetails/trace").asString()).contains("$ nc -n -v -z -w 3 10.1.2.3 8080");
        assertThat(labels(leak)).containsEntry("parentSuite", "staging").containsEntry("suite", "payments")
                .containsEntry("owner", "team-payments").containsEntry("severity", "critical")
                .containsEntry("tag", "pci");
        assertThat(leak.at("/links/0/url").asString()).isEqualTo("https://tickets.example.org/browse/SEC-412");
        assertThat(leak.at("/links/0/name").asString()).isEqualTo("SEC-412");
        assertThat(leak.at("/steps").valueStream().map(step -> step.at("/name").asString()))
                .containsExactly("control: the source's network worked at that time, netproof-x7k2",
                        "control: another source reached the target, 10.1.2.3:8080/TCP",
                        "attempt 1: 10.1.2.3:8080/TCP open (as far as connect): "
                                + "Connection to 10.1.2.3 8080 port [tcp/*] succeeded!",
                        "verdict: violated, open to pod payments/payments-api-0 in 12 ms");
    }

    @Test
    void what_a_tool_printed_is_attached_as_it_was() throws IOException {
        sample(SampleRun.HEADER);

        JsonNode attempt = result("payments/stranger-out").at("/steps/2");
        assertThat(attempt.at("/attachments").valueStream().map(each -> each.at("/name").asString()))
                .containsExactly("command", "stderr");
        assertThat(attachment(attempt, 0)).isEqualTo("nc -n -v -z -w 3 10.1.2.3 8080");
        assertThat(attachment(attempt, 1)).isEqualTo("Connection to 10.1.2.3 8080 port [tcp/*] succeeded!\n");
        assertThat(attempt.at("/parameters").valueStream()
                .map(each -> each.at("/name").asString() + " " + each.at("/value").asString()))
                .contains("took 3.012 s");
    }

    @Test
    void an_edge_keeps_its_history_from_run_to_run() throws IOException {
        sample(SampleRun.HEADER);
        Map<String, String> first = histories();
        RunHeader header = SampleRun.HEADER;
        sample(new RunHeader("another-run", header.startedAt().plusSeconds(86_400), "0.2.0", header.cluster(),
                header.canary(), header.probeImage(), header.matrices()));

        assertThat(histories()).isEqualTo(first).hasSize(6);
        assertThat(first.values()).doesNotHaveDuplicates();
    }

    @Test
    void the_same_evidence_gives_the_same_files() throws IOException {
        sample(SampleRun.HEADER);
        Map<String, String> first = contents();
        sample(SampleRun.HEADER);

        assertThat(contents()).isEqualTo(first);
    }

    @Test
    void every_problem_has_one_category() throws IOException {
        sample(SampleRun.HEADER);

        List<JsonNode> categories = JSON.readTree(folder.resolve("allure-results/categories.json").toFile())
                .valueStream().toList();
        for (JsonNode result : results()) {
            String message = result.at("/statusDetails/message").asString();
            assertThat(categories.stream().filter(each -> message.matches(each.at("/messageRegex").asString())))
                    .hasSize(result.at("/status").asString().equals("passed") ? 0 : 1);
        }
    }

    @Test
    void the_environment_says_which_cluster_it_was() throws IOException {
        sample(SampleRun.HEADER);

        assertThat(environment()).containsEntry("cluster", "staging").containsEntry("run", "r-20261120-1800")
                .containsEntry("canary.egress", "dropped");
    }

    @Test
    void a_run_that_broke_off_has_a_broken_result() throws IOException {
        try (EvidenceSink sink = sink()) {
            sink.begin(SampleRun.HEADER);
            sink.edge(SampleRun.CONFORMING);
        }

        assertThat(results()).hasSize(2);
        assertThat(result("the run came to its end").at("/status").asString()).isEqualTo("broken");
    }

    @Test
    void hostile_text_leaves_every_result_readable_and_every_attachment_there() throws IOException {
        try (EvidenceSink sink = sink()) {
            GeneratedEvidence.hostile(4).into(sink, 200);
        }

        assertThat(results()).hasSize(200);
        for (JsonNode result : results()) {
            for (JsonNode source : result.findValues("source")) {
                assertThat(folder.resolve("allure-results").resolve(source.asString())).isRegularFile();
            }
            for (JsonNode url : result.findValues("url")) {
                assertThat(url.asString()).startsWith("https://");
            }
        }
        assertThat(environment()).containsKeys("run", "cluster");
    }

    @Test
    void a_ticket_that_is_no_web_address_is_no_link() throws IOException {
        assertThat(Ticket.onTheWeb("SEC-412")).isEmpty();
        assertThat(Ticket.onTheWeb("javascript:alert(1)")).isEmpty();
        assertThat(Ticket.onTheWeb("https:opaque")).isEmpty();
        assertThat(Ticket.onTheWeb("https://tickets.example.org/")).map(Ticket::name)
                .contains("https://tickets.example.org/");
    }

    @Test
    void a_megabyte_of_output_is_kept_as_an_attachment_only() throws IOException {
        try (EvidenceSink sink = sink()) {
            sink.begin(SampleRun.HEADER);
            sink.edge(Loud.of(SampleRun.LEAK, "x".repeat(1_000_000)));
            sink.end(new RunFooter(SampleRun.START, Totals.NONE));
        }

        JsonNode leak = result("payments/stranger-out");
        assertThat(leak.toString()).hasSizeLessThan(30_000);
        assertThat(attachment(leak.at("/steps/2"), 1)).hasSize(1_000_000);
    }

    private void sample(RunHeader header) throws IOException {
        try (EvidenceSink sink = sink()) {
            sink.begin(header);
            for (var edge : SampleRun.EDGES) {
                sink.edge(edge);
            }
            sink.end(new RunFooter(SampleRun.START, Totals.NONE));
        }
    }

    private EvidenceSink sink() {
        return Reports.into(folder, Set.of(Format.ALLURE));
    }

    private Map<String, String> histories() throws IOException {
        Map<String, String> histories = new TreeMap<>();
        for (JsonNode result : results()) {
            histories.put(result.at("/fullName").asString(), result.at("/historyId").asString());
        }
        return histories;
    }

    private List<JsonNode> results() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("allure-results"))) {
            return files.filter(file -> file.toString().endsWith("-result.json"))
                    .map(file -> JSON.readTree(file.toFile()))
                    .toList();
        }
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("allure-results"))) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private JsonNode result(String fullName) throws IOException {
        return results().stream()
                .filter(result -> result.at("/fullName").asString().equals(fullName))
                .findFirst()
                .orElseThrow();
    }

    private String attachment(JsonNode step, int index) throws IOException {
        String source = step.at("/attachments/" + index + "/source").asString();
        return Files.readString(folder.resolve("allure-results").resolve(source));
    }

    private Properties environment() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("allure-results/environment.properties"), UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    private static Map<String, String> labels(JsonNode result) {
        Map<String, String> labels = new TreeMap<>();
        result.at("/labels").valueStream()
                .forEach(label -> labels.put(label.at("/name").asString(), label.at("/value").asString()));
        return labels;
    }
}
