package dev.netproof.matrix.reader;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.netproof.matrix.grammar.Names;
import dev.netproof.matrix.grammar.Nearest;
import dev.netproof.matrix.grammar.Quote;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Problems;
import dev.netproof.matrix.yaml.Value;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML document: what kind it is, and its name and {@code spec}. */
public final class Document {

    static final String API_VERSION = "netproof.dev/v1beta1";

    /** Kinds of documents. */
    enum Kind {
        MATRIX("ConnectivityMatrix", "peers and edges"), PEERS("Peers", "peers");

        private final String word;
        private final String content;

        /** @param content of its spec */
        Kind(String word, String content) {
            this.word = word;
            this.content = content;
        }

        /** As a document spells it. */
        String word() {
            return word;
        }
    }

    /**
     * What every document holds. Each is empty when it can't be read, and a problem then recorded.
     *
     * @param name the name itself
     * @param nameValue where it is written
     */
    record Parts(Optional<String> name, Optional<Value> nameValue, Optional<Fields> spec) {}

    private static final List<String> KINDS = Arrays.stream(Kind.values()).map(Kind::word).toList();

    private final Value root;

    public Document(Node root, Problems problems) {
        this.root = new Value("the document", root, problems);
    }

    /** Whether nothing is written in the document. */
    public boolean isEmpty() {
        return root.isEmpty();
    }

    /** Whether the document is an object of Kubernetes that has nothing to do with this program. */
    boolean isForeign() {
        return silently().fields("").map(fields -> {
            var apiVersion = fields.take("apiVersion").flatMap(Value::text).orElse(API_VERSION);
            var kind = fields.take("kind").flatMap(Value::text).orElse(Kind.MATRIX.word());
            return Nearest.to(apiVersion, List.of(API_VERSION)).isEmpty() && !apiVersion.startsWith("netproof.dev/")
                    && Nearest.to(kind, KINDS).isEmpty();
        }).orElse(false);
    }

    /** Whether the document says that it is of this kind; records no problem. */
    boolean claims(Kind kind) {
        return silently().fields("").flatMap(fields -> fields.take("kind")).flatMap(Value::text)
                .filter(kind.word()::equals).isPresent();
    }

    private Value silently() {
        return root.recordingIn(new Problems(""));
    }

    /** The parts of a document of this kind; empty when it is of another kind or version. */
    Optional<Parts> read(Kind kind) {
        return root.fields("Begin with apiVersion: " + API_VERSION + ".").flatMap(document -> {
            boolean version = says(document, "apiVersion", API_VERSION);
            if (!says(document, "kind", kind.word()) || !version) {
                return Optional.empty();
            }
            var metadata = document.require("metadata", "Add metadata: {name: NAME}.");
            var spec = document.require("spec", "Add spec with " + kind.content + ".");
            document.close();
            var name = metadata.flatMap(value -> value.fields("Write {name: NAME}.")).flatMap(Document::name);
            return Optional.of(new Parts(name.flatMap(value -> value.read(Names.LABEL)), name,
                    spec.flatMap(value -> value.fields("Write " + kind.content + " under it."))));
        });
    }

    private static boolean says(Fields document, String key, String expected) {
        var value = document.require(key, "Add " + key + ": " + expected + ".");
        return value.flatMap(written -> written.text().filter(text -> {
            if (!text.equals(expected)) {
                var meant = key.equals("kind") ? Nearest.to(text, KINDS).orElse(expected) : expected;
                written.wrong(key + " " + Quote.of(text) + " is not one this version reads. Write " + meant + ".");
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
