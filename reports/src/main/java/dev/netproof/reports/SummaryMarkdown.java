package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * {@code summary.md}: one page that fits a pull request comment (65,536 characters) and a job summary, worst first.
 *
 * <p>Holds as many rows as fit on the page and counts the rest.
 */
final class SummaryMarkdown implements EvidenceSink {
    static final int MOST_BYTES = 60_000;
    private static final int MOST_ROWS = 200;
    private static final int MOST_WORDS = 400;
    private static final int MOST_NAME = 120;
    private static final int MOST_MATRICES = 10;
    private static final int MOST_CHANGES = 3;

    private final OutputFolder folder;
    private final Wording wording;
    private final Rows violated = new Rows();
    private final Rows inconclusive = new Rows();
    private final Rows monitored = new Rows();
    private final Rows remarks = new Rows();
    private final Rows conforming = new Rows();
    private Totals totals = Totals.NONE;
    private @Nullable RunHeader header;
    private @Nullable RunFooter footer;

    SummaryMarkdown(OutputFolder folder, Wording wording) {
        this.folder = folder;
        this.wording = wording;
    }

    @Override
    public void begin(RunHeader begun) {
        header = begun;
    }

    @Override
    public void edge(EdgeEvidence edge) {
        totals = totals.plus(edge);
        switch (edge.verdict().result()) {
            case CONFORMS -> conforming.add(edge.severity(), row(name(edge), expected(edge), seen(edge)));
            case VIOLATED -> (edge.enforced() ? violated : monitored).add(edge.severity(), problem(edge));
            case INCONCLUSIVE -> (edge.enforced() ? inconclusive : monitored).add(edge.severity(), problem(edge));
        }
        for (Finding remark : Story.remarks(edge)) {
            remarks.add(edge.severity(),
                    row(name(edge), finding(remark), Markdown.escaped(wording.advice(remark), MOST_WORDS)));
        }
    }

    @Override
    public void end(RunFooter ended) {
        footer = ended;
    }

    @Override
    public void close() throws IOException {
        if (header == null) {
            return;
        }
        byte[] page = page(header).getBytes(UTF_8);
        try (OutputStream out = folder.create("summary.md")) {
            out.write(page);
        }
    }

    /** That policies changed while the wire was asked; empty when none did. */
    private String changes() {
        List<PolicyChange> changed = footer == null ? List.of() : footer.policyChanges();
        if (changed.isEmpty()) {
            return "";
        }
        String shown = changed.stream().limit(MOST_CHANGES)
                .map(change -> Markdown.escaped(wording.change(change), MOST_NAME))
                .collect(joining(" "));
        String rest = changed.size() > MOST_CHANGES ? " And " + (changed.size() - MOST_CHANGES) + " more." : "";
        return "⚠️ **Policies changed while probing,** and their edges were tried again. " + shown + rest + "\n\n";
    }

    private String page(RunHeader run) {
        String missing = Completeness.missing(footer);
        String facts = facts(run);
        Page page = new Page(MOST_BYTES - facts.getBytes(UTF_8).length);
        page.add("<!-- netproof summary -->\n## " + headline(missing) + "\n\n");
        if (!missing.isEmpty()) {
            page.add("> **Not complete.** " + Markdown.escaped(missing, MOST_WORDS) + "\n\n");
        }
        page.add(totalsTable());
        page.add((run.canary().enforced() ? "✅ " : "⚠️ ") + "**Enforcement canary:** "
                + Markdown.escaped(RunFacts.canary(run.canary()), MOST_WORDS) + "\n\n");
        page.add(changes());
        String problems = "| edge | expected | seen | finding | owner | next |\n|---|---|---|---|---|---|\n";
        page.add("### ❌ Violated: not as expected\n\n" + problems, violated, "\n");
        page.add("### ❔ Inconclusive: nothing was proven\n\n" + problems, inconclusive, "\n");
        page.add("### 👁 Only watched, and not as expected\n\nEdges in monitor mode never fail a run.\n\n" + problems,
                monitored, "\n");
        page.add("### 💬 Remarks\n\n| edge | remark | next |\n|---|---|---|\n", remarks, "\n");
        page.add("<details><summary>✅ " + count(totals.conforms(), "edge is", "edges are")
                + " as expected</summary>\n\n| edge | expected | seen |\n|---|---|---|\n", conforming,
                "\n</details>\n\n");
        return page + facts;
    }

    private String headline(String missing) {
        if (totals.violated() > 0) {
            return "❌ netproof: " + count(totals.violated(), "edge is", "edges are") + " not as expected"
                    + (totals.inconclusive() > 0 ? ", " + totals.inconclusive() + " not proven" : "");
        }
        if (totals.inconclusive() > 0) {
            return "❔ netproof: " + count(totals.inconclusive(), "edge is", "edges are") + " not proven";
        }
        if (!missing.isEmpty()) {
            return "❔ netproof: the run is not complete";
        }
        if (totals.edges() == 0) {
            return "❔ netproof: nothing was tried";
        }
        return totals.monitored() > 0
                ? "✅ netproof: every enforced edge is as expected, "
                        + count(totals.monitored(), "only watched is not", "only watched are not")
                : "✅ netproof: " + count(totals.edges(), "edge is", "edges are") + " as expected";
    }

    private String totalsTable() {
        return "| | edges |\n|---|---:|\n"
                + "| ❌ violated | " + totals.violated() + " |\n"
                + "| ❔ inconclusive | " + totals.inconclusive() + " |\n"
                + "| 👁 only watched, not as expected | " + totals.monitored() + " |\n"
                + "| ✅ as expected | " + totals.conforms() + " |\n"
                + "| judged | " + totals.edges() + " |\n\n";
    }

    private String problem(EdgeEvidence edge) {
        Optional<Finding> deciding = Story.deciding(edge);
        return row(name(edge), expected(edge), seen(edge),
                deciding.map(finding -> finding(finding) + nearest(edge)).orElse(""),
                owner(edge), deciding.map(finding -> Markdown.escaped(wording.advice(finding), MOST_WORDS)).orElse(""));
    }

    private static String name(EdgeEvidence edge) {
        return "**" + Markdown.escaped(edge.id(), MOST_NAME) + "**<br>" + Markdown.escaped(edge.matrix(), MOST_NAME)
                + ": " + Markdown.escaped(edge.source().peer(), MOST_NAME) + " → "
                + Markdown.escaped(edge.target().peer(), MOST_NAME) + " " + Markdown.escaped(edge.port(), MOST_NAME)
                + "<br>" + Markdown.code(edge.position().file() + ":" + edge.position().line(), MOST_NAME);
    }

    private static String expected(EdgeEvidence edge) {
        return switch (edge.expected()) {
            case ALLOW -> "allow";
            case DENY -> "deny";
        };
    }

    private static String seen(EdgeEvidence edge) {
        return Markdown.escaped(edge.verdict().summary(), MOST_WORDS);
    }

    private String finding(Finding finding) {
        return Markdown.code(finding.id().id(), MOST_NAME) + " "
                + Markdown.escaped(wording.message(finding), MOST_WORDS);
    }

    /** The first side's; all of them, and the suggestions, are in the other reports. */
    private String nearest(EdgeEvidence edge) {
        return edge.nearestRules().stream().findFirst()
                .map(nearest -> "<br>nearest rule: " + Markdown.escaped(wording.nearest(nearest), MOST_WORDS))
                .orElse("");
    }

    private static String owner(EdgeEvidence edge) {
        String owner = edge.governance().owner();
        String ticket = edge.governance().ticket();
        return Stream.of(owner == null ? "" : Markdown.escaped(owner, MOST_NAME), Story.word(edge.severity()),
                ticket == null ? "" : Markdown.ticket(ticket, MOST_NAME))
                .filter(words -> !words.isBlank())
                .collect(joining("<br>"));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private String facts(RunHeader run) {
        StringBuilder facts = new StringBuilder("<details><summary>The run</summary>\n\n| | |\n|---|---|\n");
        RunFacts.of(run).forEach((name, value) -> {
            if (!name.startsWith("canary")) {
                facts.append(row(name.replace('.', ' '), Markdown.escaped(value, MOST_NAME)));
            }
        });
        if (footer != null) {
            facts.append(row("finished", Story.time(footer.finishedAt())));
        }
        run.matrices().stream().limit(MOST_MATRICES).forEach(file -> facts.append(row("matrix", matrix(file))));
        if (run.matrices().size() > MOST_MATRICES) {
            facts.append(row("", "… and " + (run.matrices().size() - MOST_MATRICES) + " more"));
        }
        return facts.append("\n</details>\n").toString();
    }

    private static String matrix(MatrixFile file) {
        return Markdown.escaped(file.matrix(), MOST_NAME) + ", " + Markdown.code(file.file(), MOST_NAME) + ", "
                + count(file.edges(), "edge", "edges") + ", sha256 " + Markdown.code(file.sha256(), MOST_NAME);
    }

    private static String count(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** Rows of a table, heaviest first: no more of each severity than a page could hold. */
    private static final class Rows {
        private final Map<Severity, List<String>> bySeverity = new EnumMap<>(Severity.class);
        private int count;

        void add(Severity severity, String row) {
            count++;
            List<String> rows = bySeverity.computeIfAbsent(severity, any -> new ArrayList<>());
            if (rows.size() < MOST_ROWS) {
                rows.add(row);
            }
        }

        Stream<String> heaviestFirst() {
            return bySeverity.values().stream().flatMap(List::stream);
        }
    }

    /** Takes what fits. */
    private static final class Page {
        private static final int ROOM_FOR_REST = 100;
        private final StringBuilder text = new StringBuilder();
        private int left;

        Page(int most) {
            left = most;
        }

        void add(String part) {
            text.append(part);
            left -= part.getBytes(UTF_8).length;
        }

        void add(String head, Rows rows, String foot) {
            if (rows.count == 0) {
                return;
            }
            int needed = bytes(head) + bytes(foot) + ROOM_FOR_REST;
            if (left < needed) {
                return;
            }
            add(head);
            int shown = 0;
            for (String row : rows.heaviestFirst().toList()) {
                if (left - bytes(row) < bytes(foot) + ROOM_FOR_REST) {
                    break;
                }
                add(row);
                shown++;
            }
            if (shown < rows.count) {
                add("\n… and " + (rows.count - shown) + " more, in the evidence.\n");
            }
            add(foot);
        }

        private static int bytes(String text) {
            return text.getBytes(UTF_8).length;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
