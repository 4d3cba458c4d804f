package dev.netproof.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Party;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the heatmap, the picture and the list need of an edge: short, because the page holds all of them at once. */
final class HtmlRow {
    /** The names of a row's values, in their order. */
    static final List<String> COLUMNS = List.of("id", "matrix", "source", "target", "sourceSpace", "targetSpace",
            "sourceIs", "targetIs", "port", "expected", "result", "mode", "severity", "owner", "ticket", "tags",
            "findings", "summary", "offset", "elapsed", "declared", "enforced");

    private static final int MOST_NAME = 120;
    private static final int MOST_WORDS = 240;
    private static final Pattern IN_NAMESPACE = Pattern.compile(" in ([a-z0-9][a-z0-9-]{0,62})$");
    private static final Pattern BEFORE_NAME = Pattern.compile("^(?:service|pod) ([a-z0-9][a-z0-9-]{0,62})/");

    private HtmlRow() {}

    /** @param start of the run, from which offsets count */
    static ArrayNode of(EdgeEvidence edge, Instant start) {
        ArrayNode row = JsonNodeFactory.instance.arrayNode(COLUMNS.size());
        row.add(name(edge.id())).add(name(edge.matrix()));
        row.add(name(edge.source().peer())).add(name(edge.target().peer()));
        row.add(sourceNamespace(edge)).add(namespace(edge.target()));
        row.add(name(edge.source().description())).add(name(edge.target().description()));
        row.add(name(edge.port()));
        row.add(Story.word(edge.expected())).add(Story.word(edge.verdict().result())).add(Story.word(edge.mode()));
        row.add(Story.word(edge.severity()));
        row.add(name(edge.governance().owner())).add(name(edge.governance().ticket()));
        ArrayNode tags = row.addArray();
        edge.tags().forEach(tag -> tags.add(name(tag)));
        ArrayNode findings = row.addArray();
        edge.verdict().findings().stream().map(finding -> finding.id().id()).distinct().forEach(findings::add);
        row.add(Legible.line(edge.verdict().summary(), MOST_WORDS));
        row.add(Duration.between(start, edge.startedAt()).toMillis()).add(edge.elapsed().toMillis());
        row.add(Story.word(edge.declaredAs())).add(Story.word(edge.enforcedAs()));
        return row;
    }

    private static String name(@Nullable String name) {
        return name == null ? "" : Legible.line(name, MOST_NAME);
    }

    /** The probe pod knows it for certain; an edge that was not tried has none. */
    private static String sourceNamespace(EdgeEvidence edge) {
        return edge.attempts().isEmpty()
                ? namespace(edge.source())
                : name(edge.attempts().getFirst().source().namespace());
    }

    /** As far as the description of a peer tells; empty outside the cluster. */
    private static String namespace(Party party) {
        for (Pattern pattern : List.of(BEFORE_NAME, IN_NAMESPACE)) {
            Matcher matcher = pattern.matcher(party.description());
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return "";
    }
}
