package dev.netproof.matrix.reader;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import dev.netproof.matrix.AddressFamily;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.NodeRule;
import dev.netproof.matrix.Vantage;
import dev.netproof.matrix.grammar.Names;
import dev.netproof.matrix.grammar.Vocabulary;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Value;

/** Reads {@code families} and {@code node} of an edge. */
final class VantageReader {

    private VantageReader() {}

    /** @param destination empty when it can't be read */
    static Vantage read(Fields fields, Optional<Destination> destination) {
        var families = fields.take("families");
        var node = fields.take("node");
        if (fields.take("via").isPresent()) {
            families.ifPresent(
                    where -> where.wrong("families are those of the target, and via goes to a proxy. Drop one."));
            node.ifPresent(
                    where -> where.wrong("node goes by where the target runs, and via goes to a proxy. Drop one."));
            return Vantage.ANY;
        }
        var rule = node.flatMap(value -> value.read(Names.SUBDOMAIN)).map(VantageReader::rule);
        rule.filter(read -> !(read instanceof NodeRule.Named)).flatMap(read -> destination)
                .filter(to -> to.target().isOutside())
                .ifPresent(to -> node.ifPresent(where -> where.wrong("peer " + to.peer()
                        + " is outside the cluster and runs on no node. Drop node, or name one.")));
        return new Vantage(families.map(VantageReader::families).orElse(Set.of()), rule.orElse(null));
    }

    private static NodeRule rule(String word) {
        return switch (word) {
            case "same" -> new NodeRule.Same();
            case "other" -> new NodeRule.Other();
            default -> new NodeRule.Named(word);
        };
    }

    private static Set<AddressFamily> families(Value value) {
        var families = EnumSet.noneOf(AddressFamily.class);
        value.items("Write [IPv4, IPv6].").forEach(item -> item.named("family").read(Vocabulary.FAMILIES)
                .ifPresent(families::add));
        return families;
    }
}
