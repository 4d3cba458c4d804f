package dev.netproof.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.yaml.snakeyaml.nodes.Node;

/** Reads one YAML document as a matrix. */
final class MatrixDocument {

    static final String API_VERSION = "netproof.dev/v1beta1";
    static final String KIND = "ConnectivityMatrix";

    /** Beyond this a matrix is taken for a mistake. */
    static final int MOST_EDGES = 100_000;

    private static final Map<String, String> LATER = Map.of(
            "forEach", "Write one matrix for each namespace.",
            "include", "Name the other file beside this one on the command line.");

    /**
     * A matrix without its file.
     *
     * @param nameValue where the name is written
     */
    record Content(String name, Value nameValue, List<Edge> edges) {}

    private final Value root;
    private final Problems problems;

    MatrixDocument(Node root, Problems problems) {
        this.root = new Value("the document", root, problems);
        this.problems = problems;
    }

    /** Whether nothing is written in the document. */
    boolean isEmpty() {
        return root.isEmpty();
    }

    /** Whether the document is an object of Kubernetes that has nothing to do with this program. */
    boolean isForeign() {
        var silent = new Problems("");
        return root.isMapping() && root.recordingIn(silent).fields("").map(fields -> {
            var apiVersion = fields.take("apiVersion").flatMap(Value::text).orElse(API_VERSION);
            var kind = fields.take("kind").flatMap(Value::text).orElse(KIND);
            return Nearest.to(apiVersion, List.of(API_VERSION)).isEmpty() && !apiVersion.startsWith("netproof.dev/")
                    && Nearest.to(kind, List.of(KIND)).isEmpty();
        }).orElse(false);
    }

    /** The matrix as far as it can be read; complete when no problem was recorded. */
    Optional<Content> read() {
        return root.fields("Begin with apiVersion: " + API_VERSION + ".").flatMap(document -> {
            boolean version = is(document, "apiVersion", API_VERSION);
            boolean kind = is(document, "kind", KIND);
            if (!version || !kind) {
                return Optional.empty();
            }
            var metadata = document.require("metadata", "Add metadata: {name: NAME}.");
            var spec = document.require("spec", "Add spec with peers and edges.");
            document.close(LATER);
            var name = metadata.flatMap(value -> value.fields("Write {name: NAME}.")).flatMap(MatrixDocument::name);
            var edges = spec.flatMap(value -> value.fields("Write peers and edges under it.")).map(this::edges);
            return name.flatMap(value -> value.read(Names.LABEL)
                    .flatMap(text -> edges.map(all -> new Content(text, value, all))));
        });
    }

    private static boolean is(Fields document, String key, String expected) {
        var value = document.require(key, "Add " + key + ": " + expected + ".");
        var text = value.flatMap(Value::text);
        if (text.isPresent() && !text.get().equals(expected)) {
            value.get().wrong(
                    key + " " + Quote.of(text.get()) + " is not one this version reads. Write " + expected + ".");
        }
        return text.filter(expected::equals).isPresent();
    }

    private static Optional<Value> name(Fields metadata) {
        var name = metadata.require("name", "Add name: NAME.");
        metadata.close();
        return name;
    }

    private List<Edge> edges(Fields spec) {
        int before = problems.errors();
        var settings = spec.take("defaults").flatMap(value -> value.fields("Write {timeout: 3s}.")).map(fields -> {
            var overridden = Settings.INITIAL.overriddenBy(fields);
            fields.close();
            return overridden;
        }).orElse(Settings.INITIAL);
        var peers = new PeerReader(problems).read(spec.require("peers", "Add the peers that edges connect."));
        var otherwise = Otherwise.read(spec, peers);
        var edges = new ArrayList<>(written(spec, new EdgeReader(peers, settings,
                otherwise.map(Otherwise::expected).orElse(null))));
        spec.close(LATER);
        if (problems.errors() == before) {
            otherwise.ifPresent(o -> expand(o, new OtherwiseEdges(o, settings, edges), peers, edges));
        }
        if (problems.errors() == before) {
            lint(spec, peers, edges);
        }
        return edges;
    }

    private List<Edge> written(Fields spec, EdgeReader reader) {
        var edges = new ArrayList<Edge>();
        var conflicts = new Conflicts(problems);
        spec.take("edges").ifPresent(value -> {
            for (var entry : value.items("Begin each edge with a hyphen.")) {
                int before = problems.errors();
                var read = reader.read(entry);
                if (problems.errors() == before) {
                    conflicts.add(read);
                }
                edges.addAll(read);
                if (edges.size() > MOST_EDGES) {
                    entry.wrong(tooMany("the edges up to here"));
                    return;
                }
            }
        });
        return edges;
    }

    private void expand(Otherwise otherwise, OtherwiseEdges expansion, Peers peers, List<Edge> edges) {
        var expanded = expansion.expand(peers).limit(MOST_EDGES + 1L).toList();
        if (edges.size() + expanded.size() > MOST_EDGES) {
            problems.error(otherwise.position(), tooMany("otherwise"));
            return;
        }
        expanded.forEach(edge -> {
            peers.use(edge.source().peer());
            peers.use(edge.destination().peer());
        });
        edges.addAll(expanded);
    }

    private void lint(Fields spec, Peers peers, List<Edge> edges) {
        if (edges.isEmpty()) {
            spec.wrong("the matrix expects nothing: it has no edge. Add edges, or otherwise with ports.");
            return;
        }
        peers.all().stream().filter(peer -> !peers.isUsed(peer)).forEach(peer -> problems.warning(peer.position(),
                "peer " + peer.name() + " is in no edge. Use it, or drop it."));
    }

    static String tooMany(String what) {
        return what + " makes more than " + MOST_EDGES
                + " edges. Split the matrix, or name fewer ports or peers.";
    }
}
