package dev.netproof.reports;

import static dev.netproof.reports.Html.NONE;
import static dev.netproof.reports.Html.element;
import static dev.netproof.reports.Html.small;
import static dev.netproof.reports.Html.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.text.Wording;
import dev.netproof.reports.Html.Attributes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills the slots of the page.
 *
 * @param footer null when the run broke off
 */
record HtmlPage(HtmlAssets assets, RunHeader run, @Nullable RunFooter footer, Totals totals, HtmlProblems problems,
        Wording wording) {
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)}}");
    private static final String EDGES = "edges";
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MOST_NAME = 200;
    private static final int MOST_WORDS = 1_000;

    void write(OutputStream out, HtmlEdges edges) throws IOException {
        Map<String, Html> slots = slots();
        Matcher slot = SLOT.matcher(assets.page());
        int end = 0;
        while (slot.find()) {
            print(out, assets.page().substring(end, slot.start()));
            end = slot.end();
            if (slot.group(1).equals(EDGES)) {
                edges.into(out);
            } else {
                Html content = slots.get(slot.group(1));
                if (content == null) {
                    throw new IllegalStateException("nothing fills " + slot.group());
                }
                print(out, content.toString());
            }
        }
        print(out, assets.page().substring(end));
    }

    private Map<String, Html> slots() {
        String missing = Completeness.missing(footer);
        HtmlProvenance provenance = new HtmlProvenance(run,
                footer == null ? List.of() : footer.policyChanges(), wording);
        HtmlHeadline headline = HtmlHeadline.of(totals, missing);
        return Map.ofEntries(
                Map.entry("policy", text(assets.contentSecurityPolicy())),
                Map.entry("style", Html.style(assets)),
                Map.entry("script", Html.script(assets)),
                Map.entry("state", text(Story.word(headline.state()))),
                Map.entry("words", text(headline.words())),
                Map.entry("detail", text(headline.detail())),
                Map.entry("missing", missing.isEmpty()
                        ? NONE
                        : element("p", Attributes.of("class", "missing"), element("strong", text("Not complete.")),
                                text(" "), line(missing))),
                Map.entry("cluster", name(run.cluster().context())),
                Map.entry("facts", facts()),
                Map.entry("canary", canary()),
                Map.entry("changes", footer == null || footer.changes() == null
                        ? NONE
                        : HtmlChanges.section(footer.changes())),
                Map.entry("audit", footer == null || footer.audit() == null
                        ? NONE
                        : HtmlAudit.section(footer.audit())),
                Map.entry("coverage", footer == null || footer.coverage() == null
                        ? NONE
                        : HtmlCoverage.section(footer.coverage())),
                Map.entry("matrices", provenance.matrices()),
                Map.entry("policy-count", provenance.policyCount()),
                Map.entry("policies-open", text(provenance.policiesNeedALook() ? " open" : "")),
                Map.entry("policies", provenance.policies()),
                Map.entry("problems", problems.isEmpty()
                        ? element("p", text("Nothing is out of order among the edges of this run."))
                        : problems.table()),
                Map.entry("run", Html.data(data())));
    }

    private Html facts() {
        return Html.of(
                fact("Cluster", name(run.cluster().context()),
                        small(name(run.cluster().version()),
                                text(", " + count(run.cluster().nodes(), "node", "nodes")))),
                fact("When",
                        element("time", Attributes.of("datetime", run.startedAt().toString()),
                                text(DAY_AND_TIME.format(run.startedAt()))),
                        small(text(took()))),
                fact("Run", element("code", name(run.runId())), small(text("netproof "), name(run.version()))));
    }

    private String took() {
        return footer == null
                ? "broke off"
                : "took " + Story.time(Duration.between(run.startedAt(), footer.finishedAt()));
    }

    private Html canary() {
        boolean enforced = run.canary().enforced();
        return element("div", Attributes.of("class", "fact canary " + (enforced ? "seen" : "unseen")),
                element("dt", text("Enforcement canary")),
                element("dd", text(enforced ? "✓ Seen on the wire" : "! Not seen"), small(enforced
                        ? text("ingress " + Story.word(run.canary().ingress()) + ", egress "
                                + Story.word(run.canary().egress()) + delay())
                        : line(RunFacts.canary(run.canary())))));
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

    private static Html fact(String name, Html... value) {
        return element("div", Attributes.of("class", "fact"), element("dt", text(name)), element("dd", value));
    }

    private static String count(int count, String one, String many) {
        return String.format(Locale.ROOT, "%,d ", count) + (count == 1 ? one : many);
    }

    private static Html name(String text) {
        return Html.line(text, MOST_NAME);
    }

    private static Html line(String text) {
        return Html.line(text, MOST_WORDS);
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
