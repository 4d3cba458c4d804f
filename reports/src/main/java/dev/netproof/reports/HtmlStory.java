package dev.netproof.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Convergence;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.StageTimes;
import dev.netproof.evidence.text.Wording;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All that {@code report.html} tells of one edge once somebody asks; what is not known is left out. */
final class HtmlStory {
    private static final int MOST_ATTEMPTS = 200;
    private static final int MOST_RULES = 20;
    private static final int MOST_DECLARED = 20;
    private static final int MOST_OUTPUT = 4_000;
    private static final int MOST_WORDS = 2_000;

    /** In the place of what paths that are told together differ in. */
    private static final Listener ANYWHERE = new Listener("", 1, Protocol.TCP, null);

    private final EdgeEvidence edge;
    private final Instant start;
    private final Wording wording;
    private final ObjectNode story = JsonNodeFactory.instance.objectNode();

    private HtmlStory(EdgeEvidence edge, Instant start, Wording wording) {
        this.wording = wording;
        this.edge = edge;
        this.start = start;
    }

    /** @param start of the run, from which offsets count */
    static ObjectNode of(EdgeEvidence edge, Instant start, Wording wording) {
        HtmlStory writer = new HtmlStory(edge, start, wording);
        writer.facts();
        writer.governance();
        writer.findings();
        writer.nearest();
        writer.controls();
        writer.declared();
        writer.attempts();
        return writer.story;
    }

    private void facts() {
        put(story, "expectation", Story.expectation(edge));
        put(story, "summary", edge.verdict().summary());
        put(story, "position", edge.position().toString());
        put(story, "probe", Story.word(edge.probe()));
        Convergence convergence = edge.convergence();
        if (convergence.settled() != null && !convergence.settled().isZero()) {
            story.put("settled", millis(convergence.settled()));
        }
        story.put("rounds", convergence.rounds());
    }

    private void governance() {
        Governance governance = edge.governance();
        put(story, "because", governance.because());
        put(story, "owner", governance.owner());
        String ticket = governance.ticket();
        if (ticket != null) {
            put(story, "ticket", ticket);
            Ticket.onTheWeb(ticket).ifPresent(web -> {
                put(story, "ticket", web.name());
                put(story, "ticketAddress", web.address().toASCIIString());
            });
        }
        put(story, "approver", governance.approver());
        put(story, "expires", governance.expires() == null ? null : governance.expires().toString());
    }

    private void findings() {
        ArrayNode findings = story.putArray("findings");
        for (Finding finding : edge.verdict().findings()) {
            ObjectNode node = findings.addObject();
            put(node, "id", finding.id().id());
            put(node, "title", Findings.title(finding.id()));
            put(node, "weight", Story.word(finding.weight()));
            put(node, "message", wording.message(finding));
            put(node, "advice", wording.advice(finding));
        }
    }

    private void nearest() {
        ArrayNode rules = story.putArray("nearest");
        for (NearestRule nearest : edge.nearestRules().stream().limit(MOST_RULES).toList()) {
            ObjectNode node = rules.addObject();
            put(node, "side", wording.side(nearest.side()));
            put(node, "rule", nearest.rule() == null ? null : nearest.rule().toString());
            ArrayNode differences = node.putArray("differences");
            nearest.differences()
                    .forEach(difference -> differences.add(Legible.line(wording.difference(difference), MOST_WORDS)));
            output(node, "suggestion", nearest.suggestion());
        }
    }

    private void controls() {
        ArrayNode controls = story.putArray("controls");
        for (Control control : edge.controls()) {
            ObjectNode node = controls.addObject();
            node.put("proved", control.proved());
            put(node, "fact", Story.control(control, wording));
            put(node, "detail", wording.grounds(control.grounds()));
        }
    }

    /** Paths that the policies judge alike are told once. */
    private void declared() {
        Map<Declared, List<String>> alike = new LinkedHashMap<>();
        for (Declared path : edge.declared()) {
            Declared anyPath = new Declared(ANYWHERE, path.decision(), path.sides(), path.isolatedBy(),
                    path.allowedBy(), path.deniedBy(), path.remarks(), List.of());
            alike.computeIfAbsent(anyPath, any -> new ArrayList<>()).add(path.subject().tuple());
        }
        ArrayNode declared = story.putArray("declared");
        alike.entrySet().stream().limit(MOST_DECLARED).forEach(some -> {
            Declared path = some.getKey();
            ObjectNode node = declared.addObject();
            put(node, "decision", Story.word(path.decision()));
            put(node, "paths", String.join(", ", some.getValue()));
            put(node, "side", wording.sides(path.sides()));
            list(node, "isolatedBy", path.isolatedBy());
            list(node, "allowedBy", path.allowedBy());
            list(node, "remarks", wording.remarks(path));
        });
    }

    private static void list(ObjectNode node, String name, List<?> values) {
        ArrayNode list = node.putArray(name);
        values.stream().limit(MOST_DECLARED).forEach(value -> list.add(Legible.line(value.toString(), MOST_WORDS)));
    }

    private void attempts() {
        ArrayNode attempts = story.putArray("attempts");
        List<Attempt> told = edge.attempts().stream()
                // What is not as expected first, so that it is not what is left out.
                .sorted(Comparator.comparing(attempt -> Story.asExpected(edge, attempt).orElse(false)))
                .limit(MOST_ATTEMPTS)
                .sorted(Comparator.comparing(attempt -> attempt.raw().startedAt()))
                .toList();
        told.forEach(attempt -> attempt(attempts.addObject(), attempt));
        story.put("leftOut", edge.attempts().size() - told.size());
    }

    private void attempt(ObjectNode node, Attempt attempt) {
        RawRecord raw = attempt.raw();
        node.put("round", attempt.round());
        put(node, "met", Story.met(attempt.observation()));
        put(node, "outcome", Story.word(attempt.observation().outcome()));
        put(node, "verdict", Story.asExpected(edge, attempt)
                .map(expected -> expected ? "expected" : "unexpected")
                .orElse("silent"));
        source(node, attempt.source());
        endpoint(node, attempt.endpoint());
        put(node, "tool", raw.tool());
        put(node, "command", Story.command(raw));
        put(node, "exit", Story.exit(raw));
        output(node, "stdout", raw.stdout());
        output(node, "stderr", raw.stderr());
        put(node, "at", Story.time(raw.startedAt()));
        node.put("offset", millis(Duration.between(start, raw.startedAt())));
        node.put("elapsed", millis(raw.elapsed()));
        stages(node, attempt.stages());
    }

    private static void stages(ObjectNode node, @Nullable StageTimes stages) {
        if (stages != null) {
            stage(node, "connected", stages.connect());
            stage(node, "encrypted", stages.tls());
            stage(node, "answered", stages.firstByte());
        }
    }

    private static void stage(ObjectNode node, String name, @Nullable Duration time) {
        if (time != null) {
            node.put(name, millis(time));
        }
    }

    private static void source(ObjectNode node, ProbePod pod) {
        put(node, "pod", pod.namespace() + "/" + pod.name());
        put(node, "podAddress", pod.address());
        put(node, "podNode", pod.node());
        ObjectNode labels = node.putObject("podLabels");
        new TreeMap<>(pod.labels()).forEach((name, value) -> put(labels, Legible.line(name, MOST_WORDS), value));
    }

    private void endpoint(ObjectNode node, Endpoint endpoint) {
        put(node, "endpoint", wording.place(endpoint.place()));
        put(node, "tuple", endpoint.tuple());
        put(node, "endpointNode", endpoint.node());
    }

    /** With microseconds, which tell a refusal from an answer. */
    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }

    private static void output(ObjectNode node, String name, String output) {
        if (!output.isBlank()) {
            node.put(name, Legible.text(output.stripTrailing(), MOST_OUTPUT));
        }
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            node.put(name, Legible.line(value, MOST_WORDS));
        }
    }
}
