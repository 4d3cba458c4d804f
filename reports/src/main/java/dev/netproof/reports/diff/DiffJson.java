package dev.netproof.reports.diff;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.netproof.evidence.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code {"apiVersion": …, "changed": …, "before": {…}, "now": {…}, "counts": {…}, "edges": […]}}, a line an edge. */
final class DiffJson {
    static final String API_VERSION = "netproof.dev/diff/v1";
    private static final JsonMapper JSON = new JsonMapper();

    private DiffJson() {}

    /** Edge by edge, because there may be many. */
    static void write(Diff diff, Writer out) throws IOException {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("apiVersion", API_VERSION);
        head.put("changed", diff.news());
        head.put("before", run(diff.before()));
        head.put("now", run(diff.now()));
        head.put("runs", diff.runs());
        Map<String, Object> counts = new LinkedHashMap<>();
        for (EdgeChange.Kind kind : EdgeChange.Kind.values()) {
            counts.put(Words.word(kind), diff.count(kind));
        }
        counts.put("same", diff.same());
        head.put("counts", counts);
        head.put("remarks", diff.remarks());
        String json = JSON.writeValueAsString(head);
        out.write(json.substring(0, json.length() - 1) + ",\"edges\":[");
        String separator = "\n";
        for (EdgeChange change : diff.changes()) {
            out.write(separator + JSON.writeValueAsString(edge(change)));
            separator = ",\n";
        }
        out.write("\n]}\n");
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
