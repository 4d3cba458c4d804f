package dev.netproof.matrix.reader;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Position;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.grammar.Ports;
import dev.netproof.matrix.grammar.Vocabulary;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Value;

/**
 * What is expected of connections that no edge speaks of.
 *
 * @param position of the word {@code otherwise}
 * @param except peers left out, as sources and as destinations
 * @param exceptSelf whether a peer's connections to itself are left out
 * @param ports tried on every destination; empty for those that edges name for it
 */
public record Otherwise(Position position, Expectation expected, Set<String> except, boolean exceptSelf,
        List<Port> ports) {

    public static final String WORD = Edge.OTHERWISE;

    public Otherwise {
        except = Set.copyOf(except);
        ports = List.copyOf(ports);
    }

    /** What is written under {@code otherwise}; empty when there is none, or none that can be read. */
    static Optional<Otherwise> read(Fields spec, Peers peers) {
        return spec.entry(WORD).flatMap(entry -> entry.value().fields("Write {expect: deny}.").flatMap(fields -> {
            var expected = fields.require("expect", "Add expect: deny.")
                    .flatMap(value -> value.read(Vocabulary.EXPECTATIONS));
            var except = new HashSet<String>();
            fields.take("except").map(value -> value.items("Write [PEER, self].")).orElse(List.of())
                    .forEach(item -> exception(item, peers).ifPresent(except::add));
            var ports = new LinkedHashSet<Port>();
            fields.take("ports").map(Value::oneOrMore).orElse(List.of())
                    .forEach(item -> item.named("port").read(new Ports()).ifPresent(ports::add));
            fields.close();
            boolean self = except.remove(PeerReader.SELF);
            return expected.map(e -> new Otherwise(entry.key().position(), e, except, self, List.copyOf(ports)));
        }));
    }

    private static Optional<String> exception(Value item, Peers peers) {
        return item.text().flatMap(
                word -> word.equals(PeerReader.SELF) ? Optional.of(word) : peers.named(item).map(Peer::name));
    }

    /** Each source with each destination, of the peers that stay; in the order of the file. */
    Stream<Pair> pairs(Peers peers) {
        var staying = peers.all().stream().filter(peer -> !except.contains(peer.name())).toList();
        return staying.stream()
                .flatMap(from -> staying.stream()
                        .filter(to -> !(exceptSelf && from.isSameAs(to)))
                        .flatMap(to -> pair(from, to).stream()));
    }

    private static Optional<Pair> pair(Peer from, Peer to) {
        return from.asSource().flatMap(source -> to.asDestination().map(destination -> new Pair(source, destination)));
    }

    /** What an edge could connect. */
    record Pair(Source source, Destination destination) {}
}
