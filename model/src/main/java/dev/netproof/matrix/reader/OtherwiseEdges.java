package dev.netproof.matrix.reader;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.evidence.Governance;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;

/**
 * Writes out {@code otherwise}: an edge for every source, destination and port that no edge of the matrix speaks of.
 *
 * <p>Ports are those the edges name for the destination, unless {@code otherwise} lists its own. An edge through a proxy
 * names none for its destination. A port is asked what the first edge that named it asks, so that a DNS server is asked
 * the same query by all.
 *
 * <p>Port names are not resolved here: the plan leaves out what turns out to be the port of an edge under another name.
 */
final class OtherwiseEdges {

    private record Way(Identity from, Target to, Port port) {}

    private record Listed(Target target, Port port) {}

    private final Otherwise otherwise;
    private final Settings settings;
    private final Set<Way> spokenOf = new HashSet<>();
    private final Map<Target, Set<Port>> ports = new LinkedHashMap<>();
    private final Map<Listed, Ask> asks = new HashMap<>();

    OtherwiseEdges(Otherwise otherwise, Settings settings, List<Edge> edges) {
        this.otherwise = otherwise;
        this.settings = settings;
        edges.forEach(this::note);
    }

    private void note(Edge edge) {
        var from = edge.source().identity();
        var target = edge.destination().target();
        var via = edge.via();
        if (via != null) {
            spokenOf.add(new Way(from, via.proxy().target(), via.port()));
            return;
        }
        spokenOf.add(new Way(from, target, edge.port()));
        boolean first = ports.computeIfAbsent(target, t -> new LinkedHashSet<>()).add(edge.port());
        var ask = edge.ask();
        if (first && ask != null) {
            asks.put(new Listed(target, edge.port()), ask);
        }
    }

    /** The edges, in the order of the file; where two peers are the same, those of the first. */
    Stream<Edge> expand(Peers peers) {
        return otherwise.pairs(peers)
                .flatMap(pair -> portsOf(pair.destination().target()).stream()
                        .filter(port -> spokenOf.add(way(pair, port)))
                        .map(port -> edge(pair, port)));
    }

    private static Way way(Otherwise.Pair pair, Port port) {
        return new Way(pair.source().identity(), pair.destination().target(), port);
    }

    private Collection<Port> portsOf(Target target) {
        return otherwise.ports().isEmpty()
                ? ports.getOrDefault(target, Set.of())
                : otherwise.ports().stream().filter(port -> port.isKnownTo(target)).toList();
    }

    private Edge edge(Otherwise.Pair pair, Port port) {
        var id = String.join(".", Otherwise.WORD, pair.source().peer(), pair.destination().peer(),
                port.word() + "-" + port.protocol().name().toLowerCase(Locale.ROOT));
        return new Edge(id, otherwise.position(), pair.source(), pair.destination(), port, otherwise.expected(),
                otherwise.expected(), asks.get(new Listed(pair.destination().target(), port)), settings.timeout(),
                settings.convergence(), settings.mode(), settings.severity(), Set.of(), Governance.NONE, null, true);
    }
}
