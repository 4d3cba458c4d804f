package dev.netproof.manifests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.netproof.evidence.Position;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where objects, and the parts of them, stand in their files. */
public final class Places {

    private static final Pattern STEP = Pattern.compile("([A-Za-z]+)|\\[(\\d{1,6})]");

    private record Key(String kind, String namespace, String name) {}

    private record Written(String file, Node node) {}

    private final Map<Key, Written> objects = new HashMap<>();

    Places() {}

    void add(String kind, @Nullable String namespace, String name, String file, Node node) {
        objects.put(new Key(kind, namespace == null ? "" : namespace, name), new Written(file, node));
    }

    /**
     * The position of a part of an object, or of the nearest part around it that is written; empty if no file has the
     * object.
     *
     * @param namespace empty for what is of the whole cluster
     * @param path such as {@code spec.ingress[0]}; empty for the object
     */
    public Optional<Position> find(String kind, String namespace, String name, String path) {
        Written written = objects.get(new Key(kind, namespace, name));
        if (written == null) {
            return Optional.empty();
        }
        Node node = written.node();
        for (MatchResult step : STEP.matcher(path).results().toList()) {
            Node next = step.group(1) != null ? field(node, step.group(1)) : item(node, step.group(2));
            if (next == null) {
                break;
            }
            node = next;
        }
        return Optional.of(new Position(written.file(), node.getStartMark().getLine() + 1,
                node.getStartMark().getColumn() + 1));
    }

    static @Nullable Node field(Node node, String name) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    private static @Nullable Node item(Node node, String index) {
        List<Node> items = items(node);
        int at = Integer.parseInt(index);
        return at < items.size() ? items.get(at) : null;
    }
}
