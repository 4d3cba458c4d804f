package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.text.Wording;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills the slots of the page.
 *
 * @param footer null when the run broke off
 * @param problems a table, or nothing
 */
record HtmlPage(HtmlAssets assets, RunHeader run, @Nullable RunFooter footer, Totals totals, String problems,
        Wording wording) {
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)}}");
    private static final String EDGES = "edges";
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MOST_NAME = 200;
    private static final int MOST_WORDS = 1_000;

    void write(OutputStream out, HtmlEdges edges) throws IOException {
        Map<String, String> slots = slots();
        Matcher slot = SLOT.matcher(assets.page());
        int end = 0;
        while (slot.find()) {
            print(out, assets.page().substring(end, slot.start()));
            end = slot.end();
            if (slot.group(1).equals(EDGES)) {
                edges.into(out);
            } else {
                String content = slots.get(slot.group(1));
                if (content == null) {
                    throw new IllegalStateException("nothing fills " + slot.group());
                }
                print(out, content);
            }
        }
        print(out, assets.page().substring(end));
    }

    private Map<String, String> slots() {
        String missing = Completeness.missing(footer);
        HtmlProvenance provenance = new HtmlProvenance(run, wording);
        HtmlHeadline headline = HtmlHeadline.of(totals, missing);
        return Map.ofEntries(
                Map.entry("policy", HtmlText.escaped(assets.contentSecurityPolicy())),
                Map.entry("style", assets.style()),
                Map.entry("script", assets.script()),
                Map.entry("state", Story.word(headline.state())),
                Map.entry("words", headline.words()),
                Map.entry("detail", headline.detail()),
                Map.entry("missing", missing.isEmpty()
                        ? ""
                        : "<p class=\"missing\"><strong>Not complete.</strong> " + line(missing) + "</p>"),
                Map.entry("cluster", name(run.cluster().context())),
                Map.entry("facts", facts()),
                Map.entry("canary", canary()),
                Map.entry("changes", footer == null || footer.changes() == null
                        ? ""
                        : HtmlChanges.section(footer.changes())),
                Map.entry("audit", footer == null || footer.audit() == null ? "" : HtmlAudit.section(footer.audit())),
                Map.entry("coverage", footer == null || footer.coverage() == null
                        ? ""
                        : HtmlCoverage.section(footer.coverage())),
                Map.entry("matrices", provenance.matrices()),
                Map.entry("policy-count", provenance.policyCount()),
                Map.entry("policies-open", provenance.policiesNeedALook() ? " open" : ""),
                Map.entry("policies", provenance.policies()),
                Map.entry("problems", problems.isEmpty()
                        ? "<p>Nothing is out of order among the edges of this run.</p>"
                        : problems),
                Map.entry("run", HtmlText.inScript(data().toString())));
    }

    private String facts() {
        return fact("Cluster", name(run.cluster().context()) + "<small>" + name(run.cluster().version()) + ", "
                + count(run.cluster().nodes(), "node", "nodes") + "</small>")
                + fact("When", "<time datetime=\"" + run.startedAt() + "\">" + DAY_AND_TIME.format(run.startedAt())
                        + "</time><small>" + took() + "</small>")
                + fact("Run", "<code>" + name(run.runId()) + "</code><small>netproof " + name(run.version())
                        + "</small>");
    }

    private String took() {
        return footer == null
                ? "broke off"
                : "took " + Story.time(Duration.between(run.startedAt(), footer.finishedAt()));
    }

    private String canary() {
        boolean enforced = run.canary().enforced();
        return "<div class=\"fact canary " + (enforced ? "seen" : "unseen") + "\"><dt>Enforcement canary</dt><dd>"
                + (enforced
                        ? "✓ Seen on the wire<small>ingress " + Story.word(run.canary().ingress()) + ", egress "
                                + Story.word(run.canary().egress()) + delay()
                        : "! Not seen<small>" + line(RunFacts.canary(run.canary())))
                + "</small></dd></div>";
    }

    private String delay() {
        Duration delay = run.canary().enforcementDelay();
        return delay == null ? "" : ", within " + Story.time(delay);
    }

    private ObjectNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        HtmlRow.COLUMNS.forEach(data.putArray("columns")::add);
        ObjectNode titles = data.putObject("findings");
        for (FindingId finding : FindingId.values()) {
            titles.put(finding.id(), Findings.title(finding));
        }
        return data;
    }

    private static String fact(String name, String value) {
        return "<div class=\"fact\"><dt>" + name + "</dt><dd>" + value + "</dd></div>";
    }

    private static String count(int count, String one, String many) {
        return String.format(Locale.ROOT, "%,d ", count) + (count == 1 ? one : many);
    }

    private static String name(String text) {
        return HtmlText.line(text, MOST_NAME);
    }

    private static String line(String text) {
        return HtmlText.line(text, MOST_WORDS);
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
