package dev.netproof.matrix.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

import dev.netproof.evidence.Position;
import dev.netproof.matrix.grammar.Grammar;
import dev.netproof.matrix.grammar.Nearest;
import dev.netproof.matrix.grammar.Quote;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The keys of one mapping.
 *
 * <p>Whoever reads a mapping asks for each key it knows, whether or not it is there, and then {@linkplain #close closes}
 * it: what nobody asked for is a problem.
 */
public final class Fields {

    /**
     * A key and its value.
     *
     * @param key as a value, to be read and complained about
     */
    public record Entry(String name, Value key, Value value) {}

    private final String name;
    private final Position position;
    private final Problems problems;
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    Fields(MappingNode node, String name, Problems problems) {
        this.name = name;
        this.position = problems.at(node.getStartMark());
        this.problems = problems;
        node.getValue().forEach(this::add);
    }

    private void add(NodeTuple tuple) {
        var at = problems.at(tuple.getKeyNode().getStartMark());
        if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
            problems.error(at, "a key of " + name + " is not plain text. Write a word, then a colon and a space.");
            return;
        }
        var key = scalar.getValue();
        if (scalar.isPlain() && "<<".equals(key)) {
            problems.error(at, "merge keys are not supported, so that each line says what it means by itself."
                    + " Write the keys out, or put an alias in place of a whole value.");
            return;
        }
        var entry = new Entry(key, new Value("key", scalar, problems), new Value(key, tuple.getValueNode(), problems));
        var first = entries.putIfAbsent(key, entry);
        if (first != null) {
            problems.error(at, "key " + Quote.of(key) + " stands here and in line " + first.key().position().line()
                    + ". Keep one of them.");
        }
    }

    /** Where the mapping begins. */
    public Position position() {
        return position;
    }

    /** Every key, for a mapping whose keys are names. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    public Optional<Value> take(String key) {
        return entry(key).map(Entry::value);
    }

    public Optional<Entry> entry(String key) {
        known.add(key);
        return Optional.ofNullable(entries.get(key));
    }

    public <T> Optional<T> read(String key, Grammar<T> grammar) {
        return take(key).flatMap(value -> value.read(grammar));
    }

    /**
     * The value of a key that must be there.
     *
     * @param fix how to add the key when it is missing, as a sentence
     */
    public Optional<Value> require(String key, String fix) {
        var value = take(key);
        if (value.isEmpty()) {
            wrong(name + " has no " + key + ". " + fix);
        }
        return value;
    }

    /** Records a problem of the mapping as a whole. */
    public void wrong(String message) {
        problems.error(position, message);
    }

    public void close() {
        for (var entry : entries.values()) {
            if (!known.contains(entry.name())) {
                problems.error(entry.key().position(),
                        "key " + Quote.of(entry.name()) + " is not known in " + name + ". " + suggestion(entry.name()));
            }
        }
    }

    private String suggestion(String written) {
        var candidates = new ArrayList<>(known);
        return Nearest.to(written, candidates)
                .map(word -> "Did you mean " + word + "?")
                .orElseGet(() -> "Known are " + String.join(", ", candidates) + ".");
    }
}
