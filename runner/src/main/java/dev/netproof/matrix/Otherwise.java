package dev.netproof.matrix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Position;

/**
 * What is expected of connections that no edge speaks of.
 *
 * @param position of the word {@code otherwise}
 * @param except peers left out, as sources and as destinations
 * @param exceptSelf whether a peer's connections to itself are left out
 * @param ports tried on every destination; empty for those that edges name for it
 */
record Otherwise(Position position, Expectation expected, Set<String> except, boolean exceptSelf, Set<Port> ports) {

    static final String WORD = "otherwise";

    Otherwise {
        except = Set.copyOf(except);
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
            return expected.map(e -> new Otherwise(entry.key().position(), e, except, self, ports));
        }));
    }

    private static Optional<String> exception(Value item, Peers peers) {
        var word = item.isEmpty() || item.isList() || item.isMapping() ? Optional.<String>empty() : item.text();
        return word.filter(PeerReader.SELF::equals).or(() -> peers.named(item).map(Peer::name));
    }

    /** The peers that stay, as pairs of source and destination; in the order of the file. */
    List<Pair> pairs(Peers peers) {
        var staying = peers.all().stream().filter(Peer::sound).filter(peer -> !except.contains(peer.name())).toList();
        var pairs = new ArrayList<Pair>();
        for (var from : staying) {
            for (var to : staying) {
                if (from.identity() != null && to.target() != null && !(exceptSelf && from.isSameAs(to))) {
                    pairs.add(new Pair(new Source(from.name(), from.identity()),
                            new Destination(to.name(), to.target())));
                }
            }
        }
        return pairs;
    }

    /** A source and a destination that no edge need connect. */
    record Pair(Source source, Destination destination) {}
}
