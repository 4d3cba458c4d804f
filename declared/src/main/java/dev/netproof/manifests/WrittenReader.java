package dev.netproof.manifests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

import dev.netproof.evidence.Position;
import dev.netproof.manifests.Written.Items;
import dev.netproof.manifests.Written.Mapping;
import dev.netproof.manifests.Written.Scalar;
import dev.netproof.matrix.grammar.Quote;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Follows aliases and merge keys of one YAML document, within bounds. */
final class WrittenReader {

    /** Objects have hundreds of parts; aliases of aliases have as many as one likes. */
    private static final int MOST_PARTS = 500_000;

    private final String file;
    private final ManifestProblems problems;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int parts;

    WrittenReader(String file, ManifestProblems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** A document has no end: an alias leads to what it is a part of, or there are too many. */
    private static final class EndlessException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Position at;
        private final String how;

        EndlessException(Position at, String what, String how) {
            super(what);
            this.at = at;
            this.how = how;
        }
    }

    /** Empty, and a problem recorded, if the document has no end. */
    Optional<Written> read(Node document) {
        try {
            return Optional.of(written(document));
        } catch (EndlessException e) {
            problems.add(e.at, String.valueOf(e.getMessage()), e.how);
            return Optional.empty();
        }
    }

    private Position at(Node node) {
        return new Position(file, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
    }

    private Written written(Node node) throws EndlessException {
        if (node instanceof ScalarNode scalar) {
            count(node);
            return scalar(scalar);
        }
        if (!open.add(node)) {
            throw new EndlessException(at(node), "an alias stands within what it stands for, so that it has no end",
                    "Write out what is meant.");
        }
        count(node);
        Written found = switch (node) {
            case MappingNode mapping -> new Mapping(at(node), entries(mapping));
            case SequenceNode list -> {
                List<Written> items = new ArrayList<>();
                for (Node item : list.getValue()) {
                    items.add(written(item));
                }
                yield new Items(at(node), items);
            }
            default -> throw new IllegalStateException("no node of a composed document: " + node.getNodeId());
        };
        open.remove(node);
        return found;
    }

    private void count(Node node) throws EndlessException {
        if (++parts > MOST_PARTS) {
            throw new EndlessException(at(node), "aliases make the document larger than " + MOST_PARTS + " parts",
                    "Write out what is meant, or split the file.");
        }
    }

    private Scalar scalar(ScalarNode node) {
        return new Scalar(at(node), node.getValue(), Scalars.type(node));
    }

    private SequencedMap<String, Written.Entry> entries(MappingNode mapping) throws EndlessException {
        SequencedMap<String, Written.Entry> entries = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(at(tuple.getKeyNode()), "a key is not plain text",
                        "Write a word, then a colon and a space; templates are not rendered here.");
            } else if (key.getTag().equals(Tag.MERGE)) {
                merged.add(tuple.getValueNode());
            } else {
                Written.Entry first = entries.putIfAbsent(key.getValue(), new Written.Entry(scalar(key),
                        written(tuple.getValueNode())));
                if (first != null) {
                    problems.add(at(key), "the field " + Quote.of(key.getValue()) + " stands here and in line "
                            + first.key().at().line(), "Keep one of them.");
                }
            }
        }
        for (Node node : merged) {
            merge(written(node), entries);
        }
        return entries;
    }

    /** What stands in the mapping itself, or in an earlier one of a list, wins. */
    private void merge(Written other, SequencedMap<String, Written.Entry> entries) {
        switch (other) {
            case Mapping mapping -> mapping.entries().forEach(entries::putIfAbsent);
            case Items list -> list.all().forEach(item -> merge(item, entries));
            case Scalar scalar -> problems.add(scalar.at(), "<< merges mappings, and this is none",
                    "Write an alias of a mapping.");
        }
    }
}
