package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.PolicyVersion;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.Totals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryMarkdownTests {
    @TempDir
    private Path folder;

    @Test
    void what_is_not_as_agreed_comes_first_and_heaviest_first() throws IOException {
        String page = page(SampleRun.EDGES);

        assertThat(page)
                .startsWith("""
                            <!-- netproof summary -->
                            ## ❌ netproof: 2 edges are not as expected, 1 not proven

                            | | edges |
                            |---|---:|
                            | ❌ violated | 2 |
                            | ❔ inconclusive | 1 |
                            | 👁 only watched, not as expected | 1 |
                            | ✅ as expected | 2 |
                            | judged | 6 |

                            ✅ **Enforcement canary:** This cluster enforces NetworkPolicy, seen on the wire.""");
        assertThat(page).containsSubsequence("### ❌ Violated", "**stranger-out**", "**checkout-pays**",
                "### ❔ Inconclusive", "**no-internet**", "### 👁 Only watched", "**legacy-exception**",
                "### 💬 Remarks",
                "**payments-resolves**", "<details><summary>✅ 2 edges are as expected", "**stranger-ledger**",
                "<summary>The run</summary>", "r-20261120-1800");
    }

    @Test
    void a_row_says_what_to_look_at_next_and_who_owns_it() throws IOException {
        assertThat(row(page(SampleRun.EDGES), "**stranger-out**")).contains("payments: stranger → payments 8080/TCP",
                "<code>matrices/payments.yaml:14</code>", "| deny | open to pod payments/payments-api-0 in 12 ms |",
                "<code>leak</code> pod payments/payments-api-0 at 10.1.2.3:8080/TCP should be closed and was open",
                "team-payments<br>critical<br>[SEC-412](https://tickets.example.org/browse/SEC-412)",
                "Look for a policy that allows it");
    }

    @Test
    void a_row_names_the_nearest_rule() throws IOException {
        assertThat(row(page(List.of(SampleRun.deniedBy(SampleRun.BLOCKED, List.of(SampleRun.NEAREST)))),
                "**checkout-pays**"))
                .contains("Policies were not evaluated.<br>nearest rule: NetworkPolicy payments/payments-api "
                        + "ingress\\[0\\], but namespace label of shop is team=store");
    }

    @Test
    void a_run_as_agreed_is_green_in_one_line() throws IOException {
        assertThat(page(List.of(SampleRun.CONFORMING))).contains("## ✅ netproof: 1 edge is as expected")
                .doesNotContain("### ");
        assertThat(page(List.of(SampleRun.CONFORMING, SampleRun.MONITORED)))
                .contains("## ✅ netproof: every enforced edge is as expected, 1 only watched is not");
    }

    @Test
    void an_inconclusive_run_is_not_green() throws IOException {
        assertThat(page(List.of(SampleRun.INCONCLUSIVE, SampleRun.CONFORMING)))
                .contains("## ❔ netproof: 1 edge is not proven");
        assertThat(page(List.of())).contains("## ❔ netproof: nothing was tried");
    }

    @Test
    void a_run_that_broke_off_says_so() throws IOException {
        try (EvidenceSink sink = sink()) {
            sink.begin(SampleRun.HEADER);
            sink.edge(SampleRun.CONFORMING);
        }

        assertThat(read()).contains("## ❔ netproof: the run is not complete",
                "> **Not complete.** The run broke off. Edges that are not listed were not judged.");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hostile_text_leaves_every_row_whole(long seed) throws IOException {
        try (EvidenceSink sink = sink()) {
            GeneratedEvidence.hostile(seed).into(sink, 30);
        }

        int columns = 0;
        for (String line : read().lines().toList()) {
            if (line.startsWith("|---")) {
                columns = cells(line);
            } else if (line.startsWith("|") && columns > 0) {
                assertThat(cells(line)).as(line).isEqualTo(columns);
            } else if (line.isEmpty()) {
                columns = 0;
            } else if (!line.startsWith("| ")) {
                assertThat(line)
                        .matches("(<!--|##|> \\*\\*Not|✅ \\*\\*|⚠️ \\*\\*|… and |Edges in monitor|</?details>).*");
            }
        }
        String unescaped = read().replaceAll("\\\\\\p{Punct}", "");
        assertThat(unescaped).doesNotContain("<script", "](javascript", "@everyone", "![](", "\u202e", "\u0000",
                "\u001b");
        assertThat(read().split("<details>", -1)).hasSameSizeAs(read().split("</details>", -1));
    }

    /** A rule that came near is drawn with up to six hostile texts, so a page holds half as many such edges. */
    @ParameterizedTest(name = "{1} edges, hostile: {0}")
    @CsvSource({"false, 100", "true, 50", "true, 10000"})
    void a_page_fits_a_comment_however_many_edges(boolean hostile, int edges) throws IOException {
        try (EvidenceSink sink = sink()) {
            (hostile ? GeneratedEvidence.hostile(5) : GeneratedEvidence.plain(5)).into(sink, edges);
        }

        assertThat(read().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(60_000);
        assertThat(read()).contains("| judged | " + edges + " |", "<summary>The run</summary>");
        assertThat(read().contains(" more, in the evidence.")).isEqualTo(edges > 1_000);
    }

    @Test
    void the_heaviest_are_on_the_page_even_if_they_come_last() throws IOException {
        List<EdgeEvidence> edges = Stream.concat(
                Stream.generate(() -> leak("light", Severity.TRIVIAL)).limit(5_000),
                Stream.of(leak("heavy", Severity.BLOCKER))).toList();

        assertThat(page(edges)).containsSubsequence("**heavy**", "**light**");
    }

    private static EdgeEvidence leak(String id, Severity severity) {
        return SampleRun.edge("payments", id, "a", "b", SampleRun.LEAK.expected(), Mode.ENFORCE, severity,
                SampleRun.LEAK.verdict(), SampleRun.LEAK.attempts().getFirst().observation());
    }

    /** As GitHub reads a row: a pipe is one unless a backslash stands before it. */
    private static int cells(String row) {
        return row.replace("\\\\", "").replace("\\|", "").split("\\|", -1).length - 2;
    }

    private static String row(String page, String start) {
        return page.lines().filter(line -> line.startsWith("| " + start)).findFirst().orElseThrow();
    }

    @Test
    void policies_that_changed_while_probing_are_named() throws IOException {
        PolicyVersion api = new PolicyVersion("networking.k8s.io/v1", "NetworkPolicy", "payments", "api", "uid", "8");
        RunFooter footer = new RunFooter(SampleRun.START, Totals.NONE)
                .withPolicyChanges(List.of(new PolicyChange(PolicyChange.Kind.CHANGED, api)));

        assertThat(page(footer, List.of(SampleRun.CONFORMING))).contains(
                "**Policies changed while probing,** and their edges were tried again. NetworkPolicy payments/api was "
                        + "changed");
        assertThat(page(List.of(SampleRun.CONFORMING))).doesNotContain("Policies changed");
    }

    private String page(List<EdgeEvidence> edges) throws IOException {
        return page(new RunFooter(SampleRun.START, Totals.NONE), edges);
    }

    private String page(RunFooter footer, List<EdgeEvidence> edges) throws IOException {
        try (EvidenceSink sink = sink()) {
            sink.begin(SampleRun.HEADER);
            for (EdgeEvidence edge : edges) {
                sink.edge(edge);
            }
            sink.end(footer);
        }
        return read();
    }

    private EvidenceSink sink() {
        return Reports.into(folder, Set.of(Format.SUMMARY_MARKDOWN));
    }

    private String read() throws IOException {
        return Files.readString(folder.resolve("summary.md"));
    }
}
