package dev.netproof.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.text.Wording;
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

    private HtmlRow() {}

    /** @param start of the run, from which offsets count */
    static ArrayNode of(EdgeEvidence edge, Instant start, Wording wording) {
        ArrayNode row = JsonNodeFactory.instance.arrayNode(COLUMNS.size());
        row.add(name(edge.id())).add(name(edge.matrix()));
        row.add(name(edge.source().peer())).add(name(edge.target().peer()));
        row.add(name(edge.source().place().namespace())).add(name(edge.target().place().namespace()));
        row.add(name(wording.source(edge.source()))).add(name(wording.target(edge.target())));
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
}
