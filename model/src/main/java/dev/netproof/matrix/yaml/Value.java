package dev.netproof.matrix.yaml;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Position;
import dev.netproof.matrix.grammar.Grammar;
import dev.netproof.matrix.grammar.Parsed;
import dev.netproof.matrix.grammar.Quote;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A place in a matrix where something is written.
 *
 * <p>Reading it as what it isn't records a problem at its position and gives nothing, so that a reader can go on to the
 * next place. A scalar means the text one sees: {@code no}, {@code 0080} and {@code 12:30} are never turned into
 * something else, as YAML 1.1 would have it.
 */
public final class Value {

    private static final Set<Tag> PLAIN_TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP,
            Tag.MERGE, Tag.SEQ, Tag.MAP);
    private static final String VALUE_TAG = Tag.PREFIX + "value";

    private final String name;
    private final Node node;
    private final Problems problems;

    /** @param name what messages call the value: the key it stands under */
    public Value(String name, Node node, Problems problems) {
        this.name = name;
        this.node = node;
        this.problems = problems;
    }

    /** The same value, called otherwise in messages. */
    public Value named(String other) {
        return new Value(other, node, problems);
    }

    /** The same value, its problems recorded elsewhere. */
    public Value recordingIn(Problems others) {
        return new Value(name, node, others);
    }

    /** What messages call the value. */
    public String name() {
        return name;
    }

    public Position position() {
        return problems.at(node.getStartMark());
    }

    /** Records that the value is wrong: what is wrong, and how to fix it, as sentences. */
    public void wrong(String message) {
        problems.error(position(), message);
    }

    /** Whether nothing is written: {@code ~}, {@code null}, or nothing at all. */
    public boolean isEmpty() {
        return node instanceof ScalarNode scalar && scalar.isPlain() && Tag.NULL.equals(scalar.getTag());
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Whether readers of YAML differ on what the scalar is: {@code yes}, {@code 1.10} or {@code 2031-01-31}. */
    public boolean isAmbiguous() {
        return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && !Tag.STR.equals(scalar.getTag());
    }

    public <T> Optional<T> read(Grammar<T> grammar) {
        return text().flatMap(text -> read(grammar, text, text));
    }

    /** The text as it is written, where it follows the rule with names in place of its variables. */
    public Optional<String> read(Grammar<String> grammar, Variables variables) {
        return text().filter(text -> variables.know(Variables.in(text), this, name))
                .flatMap(text -> read(grammar, text, Variables.sample(text)).map(sample -> text));
    }

    private <T> Optional<T> read(Grammar<T> grammar, String text, String meant) {
        return switch (grammar.parse(meant)) {
            case Parsed.Read<T>(T value) -> Optional.of(value);
            case Parsed.Wrong<T>(String what, String fix) -> {
                wrong(name + " " + Quote.of(text) + " " + what + ". " + fix);
                yield Optional.empty();
            }
        };
    }

    /** The scalar as it is written. */
    public Optional<String> text() {
        if (!isPlainlyTagged() || isMissing()) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        wrong(name + " takes one value, not a " + (isList() ? "list" : "mapping") + ". Write a single value.");
        return Optional.empty();
    }

    /**
     * The keys of a mapping.
     *
     * @param fix what to write where there is no mapping, as a sentence
     */
    public Optional<Fields> fields(String fix) {
        if (!isPlainlyTagged() || isMissing()) {
            return Optional.empty();
        }
        if (node instanceof MappingNode mapping) {
            return Optional.of(new Fields(mapping, name, problems));
        }
        wrong(name + " takes keys and values, not a " + (isList() ? "list" : "single value") + ". " + fix);
        return Optional.empty();
    }

    /** The items of a list. */
    public List<Value> items(String fix) {
        if (!isPlainlyTagged() || isMissing()) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(item -> new Value(name, item, problems)).toList();
        }
        wrong(name + " takes a list, not a " + (isMapping() ? "mapping" : "single value") + ". " + fix);
        return List.of();
    }

    /** The items of a list that must have some, or the value itself where it stands alone. */
    public List<Value> oneOrMore() {
        if (!isList()) {
            return List.of(this);
        }
        var items = items("");
        if (items.isEmpty()) {
            wrong(name + " is an empty list. Name at least one.");
        }
        return items;
    }

    private boolean isMissing() {
        if (isEmpty()) {
            wrong(name + " is empty. Write a value, or drop the key.");
            return true;
        }
        return false;
    }

    private boolean isPlainlyTagged() {
        var tag = node.getTag();
        if (PLAIN_TAGS.contains(tag) || VALUE_TAG.equals(tag.getValue())) {
            return true;
        }
        wrong(name + " carries the tag " + Quote.of(tag.getValue()) + ", which a matrix has no use for. Drop the tag.");
        return false;
    }
}
