package dev.netproof.matrix;

import java.util.List;
import java.util.Optional;

import org.yaml.snakeyaml.nodes.Node;

/** Reads one YAML document as a matrix. */
final class MatrixDocument {

    static final String API_VERSION = "netproof.dev/v1beta1";
    static final String KIND = "ConnectivityMatrix";

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
            boolean version = says(document, "apiVersion", API_VERSION);
            boolean kind = says(document, "kind", KIND);
            if (!version || !kind) {
                return Optional.empty();
            }
            var metadata = document.require("metadata", "Add metadata: {name: NAME}.");
            var spec = document.require("spec", "Add spec with peers and edges.");
            document.close(SpecReader.LATER);
            var name = metadata.flatMap(value -> value.fields("Write {name: NAME}.")).flatMap(MatrixDocument::name);
            var edges = spec.flatMap(value -> value.fields("Write peers and edges under it."))
                    .map(new SpecReader(problems)::read);
            return name.flatMap(value -> value.read(Names.LABEL)
                    .flatMap(text -> edges.map(all -> new Content(text, value, all))));
        });
    }

    private static boolean says(Fields document, String key, String expected) {
        var value = document.require(key, "Add " + key + ": " + expected + ".");
        return value.flatMap(written -> written.text().filter(text -> {
            if (!text.equals(expected)) {
                written.wrong(key + " " + Quote.of(text) + " is not one this version reads. Write " + expected + ".");
            }
            return text.equals(expected);
        })).isPresent();
    }

    private static Optional<Value> name(Fields metadata) {
        var name = metadata.require("name", "Add name: NAME.");
        metadata.close();
        return name;
    }
}
