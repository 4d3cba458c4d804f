package dev.netproof.matrix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.netproof.matrix.yaml.Problems;
import dev.netproof.matrix.yaml.YamlDocuments;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML document as the editors see it that validate by JSON Schema: scalars by the core schema of YAML 1.2. */
final class YamlAsJson {

    private final Map<String, Integer> keys = new HashMap<>();
    private final Map<String, Integer> values = new HashMap<>();
    private final String json;

    private YamlAsJson(Node root) {
        this.json = json(root, "");
    }

    static List<YamlAsJson> documents(String text) {
        var problems = new Problems("");
        var nodes = new YamlDocuments(problems).compose(text);
        return problems.errors() > 0 ? List.of() : nodes.stream().map(YamlAsJson::new).toList();
    }

    String json() {
        return json;
    }

    /** In which line a value stands, by its JSON pointer; a key that isn't there stands where its mapping does. */
    int line(String pointer, String key) {
        var within = keys.get(pointer + "/" + key);
        return within != null ? within : values.getOrDefault(pointer, 1);
    }

    private String json(Node node, String pointer) {
        values.put(pointer, node.getStartMark().getLine() + 1);
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, pointer);
            case SequenceNode sequence -> {
                var items = new ArrayList<String>();
                for (var item : sequence.getValue()) {
                    items.add(json(item, pointer + "/" + items.size()));
                }
                yield "[" + String.join(",", items) + "]";
            }
            case ScalarNode scalar -> scalar.getScalarStyle() == ScalarStyle.PLAIN
                    ? plain(scalar.getValue())
                    : quoted(scalar.getValue());
            default -> throw new AssertionError(node);
        };
    }

    private String mapping(MappingNode mapping, String pointer) {
        var members = new HashMap<String, String>();
        for (var tuple : mapping.getValue()) {
            var key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            var path = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            keys.put(path, tuple.getKeyNode().getStartMark().getLine() + 1);
            members.put(key, json(tuple.getValueNode(), path));
        }
        return members.entrySet().stream().map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String plain(String text) {
        if (text.matches("~|null|Null|NULL|")) {
            return "null";
        }
        if (text.matches("true|True|TRUE|false|False|FALSE")) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (text.matches("[-+]?[0-9]{1,15}")) {
            return Long.toString(Long.parseLong(text));
        }
        if (text.matches("0x[0-9a-fA-F]{1,12}")) {
            return Long.toString(Long.parseLong(text.substring(2), 16));
        }
        if (text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?")) {
            return Double.toString(Double.parseDouble(text));
        }
        return quoted(text);
    }

    private static String quoted(String text) {
        return text.codePoints()
                .mapToObj(c -> c == '"' || c == '\\' ? "\\" + (char) c
                        : c < ' ' ? "\\u%04x".formatted(c) : Character.toString(c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
