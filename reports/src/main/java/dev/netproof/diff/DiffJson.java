package dev.netproof.diff;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.netproof.evidence.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code {"apiVersion": …, "changed": …, "before": {…}, "now": {…}, "counts": {…}, "edges": […]}}. */
final class DiffJson {
    static final String API_VERSION = "netproof.dev/diff/v1";
    private static final JsonMapper JSON = new JsonMapper();

    private DiffJson() {}

    static String of(Diff diff) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("apiVersion", API_VERSION);
        json.put("changed", diff.news());
        json.put("before", run(diff.before()));
        json.put("now", run(diff.now()));
        json.put("runs", diff.runs());
        Map<String, Object> counts = new LinkedHashMap<>();
        for (EdgeChange.Kind kind : EdgeChange.Kind.values()) {
            counts.put(Words.word(kind), diff.count(kind));
        }
        counts.put("same", diff.same());
        json.put("counts", counts);
        json.put("remarks", diff.remarks());
        json.put("edges", diff.changes().stream().map(DiffJson::edge).toList());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json).replace("\r\n", "\n") + "\n";
    }

    private static Map<String, Object> run(Diff.Run run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", Text.wellFormed(run.id()));
        json.put("startedAt", run.startedAt().toString());
        json.put("complete", run.complete());
        return json;
    }

    private static Map<String, Object> edge(EdgeChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", Words.word(change.kind()));
        json.put("matrix", Text.wellFormed(change.matrix()));
        json.put("id", Text.wellFormed(change.id()));
        json.put("path", Text.wellFormed(change.path()));
        json.put("before", status(change.before()));
        json.put("now", status(change.now()));
        json.put("summary", Text.wellFormed(change.summary()));
        json.put("owner", Text.wellFormed(change.owner()));
        json.put("flapping", change.flaps());
        json.put("history", change.history().stream().map(Words::word).toList());
        return json;
    }

    private static @Nullable Map<String, String> status(@Nullable EdgeStatus status) {
        if (status == null) {
            return null;
        }
        Map<String, String> json = new LinkedHashMap<>();
        json.put("expected", Words.word(status.expected()));
        json.put("mode", Words.word(status.mode()));
        json.put("seen", Words.word(status.seen()));
        json.put("result", Words.word(status.result()));
        return json;
    }
}
