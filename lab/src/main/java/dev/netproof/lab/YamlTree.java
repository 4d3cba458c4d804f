package dev.netproof.lab;

import java.math.BigInteger;
import java.util.regex.Pattern;

import dev.netproof.lab.api.Json;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Turns a YAML document into a JSON tree as Kubernetes tools do.
 *
 * <p>Aliases are written out, up to a limit: a few lines can stand for more than fits into memory.
 */
final class YamlTree {
    private static final int MAX_NODES = 500_000;
    private static final int MAX_DEPTH = 100;
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern OCTAL = Pattern.compile("0o?[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern REAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private int nodes;

    /** What a manifest may not have though YAML does. */
    static final class Refused extends MarkedYAMLException {
        private static final long serialVersionUID = 1L;

        Refused(String problem, Mark mark) {
            super(null, null, problem, mark);
        }
    }

    /** @throws Refused if the document is too large or deep, or not expressible in JSON */
    static JsonNode of(Node document) {
        return new YamlTree().convert(document, 0);
    }

    private JsonNode convert(Node node, int depth) {
        if (++nodes > MAX_NODES) {
            throw new Refused("the document has more than " + MAX_NODES + " values with its aliases written out",
                    node.getStartMark());
        }
        if (depth > MAX_DEPTH) {
            throw new Refused("the document is nested more than " + MAX_DEPTH + " deep", node.getStartMark());
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, depth);
            case SequenceNode sequence -> {
                ArrayNode list = Json.array();
                for (Node item : sequence.getValue()) {
                    list.add(convert(item, depth + 1));
                }
                yield list;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new Refused("this is neither a value, a list nor a map", node.getStartMark());
        };
    }

    private ObjectNode mapping(MappingNode mapping, int depth) {
        ObjectNode object = Json.object();
        ObjectNode merged = Json.object();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new Refused("a key must be a text", entry.getKeyNode().getStartMark());
            }
            JsonNode value = convert(entry.getValueNode(), depth + 1);
            if (key.getTag().equals(Tag.MERGE)) {
                merge(merged, value);
            } else if (object.has(key.getValue())) {
                throw new Refused("the key \"" + key.getValue() + "\" is there twice", key.getStartMark());
            } else {
                object.set(key.getValue(), value);
            }
        }
        merged.properties().forEach(entry -> {
            if (!object.has(entry.getKey())) {
                object.set(entry.getKey(), entry.getValue());
            }
        });
        return object;
    }

    private static void merge(ObjectNode merged, JsonNode value) {
        if (value instanceof ArrayNode several) {
            several.forEach(one -> merge(merged, one));
        } else {
            value.properties().forEach(entry -> {
                if (!merged.has(entry.getKey())) {
                    merged.set(entry.getKey(), entry.getValue());
                }
            });
        }
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return NullNode.instance;
        }
        if (tag.equals(Tag.BOOL)) {
            return BooleanNode.valueOf(text.matches("(?i)true|yes|on"));
        }
        if (tag.equals(Tag.INT)) {
            return integer(text);
        }
        if (tag.equals(Tag.FLOAT) && REAL.matcher(text).matches()) {
            return DoubleNode.valueOf(Double.parseDouble(text));
        }
        return StringNode.valueOf(text);
    }

    private static JsonNode integer(String text) {
        String digits = text.replace("_", "");
        if (DECIMAL.matcher(digits).matches()) {
            return whole(new BigInteger(digits));
        }
        if (OCTAL.matcher(digits).matches()) {
            return whole(new BigInteger(digits.replaceFirst("0o?", ""), 8));
        }
        if (HEXADECIMAL.matcher(digits).matches()) {
            return whole(new BigInteger(digits.substring(2), 16));
        }
        // YAML 1.1 reads 12:30 as a number to the base 60, which no Kubernetes tool does.
        return StringNode.valueOf(text);
    }

    private static JsonNode whole(BigInteger value) {
        if (value.bitLength() < 32) {
            return IntNode.valueOf(value.intValue());
        }
        return value.bitLength() < 64 ? LongNode.valueOf(value.longValue()) : BigIntegerNode.valueOf(value);
    }
}
