package dev.netproof.matrix.reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Via;
import dev.netproof.matrix.grammar.Names;
import dev.netproof.matrix.grammar.Ports;
import dev.netproof.matrix.grammar.Vocabulary;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Value;
import dev.netproof.matrix.yaml.Variables;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code edges}, one entry at a time, and writes out those whose source or port is a list.
 *
 * <p>A list adds its element to the id: {@code pays} from {@code [a, b]} to ports {@code [80, 53/UDP]} becomes
 * {@code pays.a.80}, {@code pays.a.53-udp}, {@code pays.b.80} and {@code pays.b.53-udp}. A list of one does so too, so
 * that an edge keeps its id when its list grows.
 */
final class EdgeReader {

    private static final int MOST_TAGS = 20;

    private final Peers peers;
    private final Variables variables;
    private final Settings defaults;
    private final @Nullable Expectation otherwise;
    private final Map<String, Position> ids = new HashMap<>();

    /**
     * Reads edges.
     *
     * @param variables of which probes may speak
     * @param otherwise what connections without an edge are expected to do; null when nothing is
     */
    EdgeReader(Peers peers, Variables variables, Settings defaults, @Nullable Expectation otherwise) {
        this.peers = peers;
        this.variables = variables;
        this.defaults = defaults;
        this.otherwise = otherwise;
    }

    /** The edges of one entry; none when one of its essentials can't be read. */
    List<Edge> read(Value entry) {
        return entry.named("edge").fields("Write {id: …, from: …, to: …, port: …, expect: …}.")
                .map(this::edges).orElse(List.of());
    }

    /** What an edge says beside its ends. */
    private record Rest(Expectation expected, Optional<Value> probe, Optional<Ask> ask, Optional<Via> via,
            Settings settings, Set<String> tags, boolean needsControl) {}

    private List<Edge> edges(Fields fields) {
        var id = id(fields);
        var sources = fields.require("from", "Add from: PEER.").map(this::sources).orElse(List.of());
        var destination = fields.require("to", "Add to: PEER.").flatMap(this::destination);
        var ports = fields.require("port", "Add port: 8080, or port: 53/UDP.").map(this::ports).orElse(List.of());
        var expected = fields.require("expect", "Add expect: allow or expect: deny.")
                .flatMap(value -> value.read(Vocabulary.EXPECTATIONS));
        var governance = expected.map(e -> GovernanceReader.read(fields, e, afterExpiry(e)))
                .orElseGet(() -> GovernanceReader.read(fields));
        var rest = rest(fields, expected.orElse(Expectation.ALLOW));
        var vantage = VantageReader.read(fields, destination);
        fields.close();
        check(ports, destination, rest);
        if (id.isEmpty() || destination.isEmpty() || expected.isEmpty()) {
            return List.of();
        }
        if ((long) sources.size() * ports.size() > SpecReader.MOST_EDGES) {
            fields.wrong(SpecReader.tooMany("edge " + id.get()));
            return List.of();
        }
        var edges = new ArrayList<Edge>();
        for (var source : sources) {
            for (var each : ports) {
                edges.add(new Edge(id.get() + source.suffix() + each.suffix(), fields.position(), source.value(),
                        destination.get(), each.value(), rest.expected(), afterExpiry(rest.expected()),
                        rest.ask().orElse(null), rest.settings().timeout(), rest.settings().convergence(),
                        rest.settings().mode(), rest.settings().severity(), rest.tags(), governance,
                        rest.via().orElse(null), rest.needsControl(), vantage));
            }
        }
        return edges;
    }

    private Expectation afterExpiry(Expectation expected) {
        if (otherwise != null) {
            return otherwise;
        }
        return switch (expected) {
            case ALLOW -> Expectation.DENY;
            case DENY -> Expectation.ALLOW;
        };
    }

    private Rest rest(Fields fields, Expectation expected) {
        var probe = fields.take("probe");
        return new Rest(expected, probe, probe.flatMap(new ProbeReader(variables)::read),
                fields.take("via").flatMap(this::via),
                defaults.overriddenBy(fields), tags(fields), needsControl(fields, expected));
    }

    private Optional<String> id(Fields fields) {
        var value = fields.require("id", "Add id: NAME, by which reports and history know the edge.");
        var id = value.flatMap(v -> v.read(Names.EDGE_ID));
        value.ifPresent(v -> id.ifPresent(name -> claim(name, v)));
        return id;
    }

    private void claim(String id, Value where) {
        if (id.equals(Otherwise.WORD)) {
            where.wrong("id otherwise is kept for the edges of otherwise. Choose another id.");
        }
        var first = ids.putIfAbsent(id, where.position());
        if (first != null) {
            where.wrong("id " + id + " is taken by the edge in line " + first.line() + ". Choose another id.");
        }
    }

    private List<Part<Source>> sources(Value from) {
        return Part.all(from, peers::source, Source::peer);
    }

    private List<Part<Port>> ports(Value port) {
        return Part.all(port, value -> value.read(new Ports()), EdgeReader::suffix);
    }

    /** {@code 80}, {@code http} or {@code 53-udp}. */
    private static String suffix(Port port) {
        return port.written().replace('/', '-').toLowerCase(Locale.ROOT);
    }

    private Optional<Destination> destination(Value to) {
        if (to.isList()) {
            to.wrong("to takes one peer, not a list. Write an edge for each.");
            return Optional.empty();
        }
        return peers.destination(to);
    }

    private Optional<Via> via(Value value) {
        return value.fields("Write {peer: PROXY, port: 3128}.").flatMap(fields -> {
            var proxy = fields.require("peer", "Add peer: PROXY.").flatMap(peers::destination);
            var port = fields.require("port", "Add port: 3128.").flatMap(where -> where.read(new Ports())
                    .filter(read -> isProxyPort(where, read, proxy)));
            fields.close();
            return proxy.flatMap(p -> port.map(q -> new Via(p, q)));
        });
    }

    private static boolean isProxyPort(Value where, Port port, Optional<Destination> proxy) {
        if (port.protocol() != Protocol.TCP) {
            where.wrong("a proxy is asked over TCP. Write port: " + port.word() + ".");
            return false;
        }
        return proxy.map(destination -> isKnown(where, port, destination)).orElse(true);
    }

    private static boolean isKnown(Value where, Port port, Destination destination) {
        boolean known = port.isKnownTo(destination.target());
        if (!known) {
            where.wrong("port " + port.word() + " is a name, and peer " + destination.peer()
                    + " is outside the cluster, where ports have none. Write its number.");
        }
        return known;
    }

    private static Set<String> tags(Fields fields) {
        var tags = new LinkedHashSet<String>();
        fields.take("tags").ifPresent(value -> {
            var items = value.items("Write [a, b].");
            if (items.size() > MOST_TAGS) {
                value.wrong("tags holds " + items.size() + " tags. Keep at most " + MOST_TAGS + ".");
            }
            items.forEach(item -> item.named("tag").read(Names.TAG).ifPresent(tags::add));
        });
        return tags;
    }

    private static boolean needsControl(Fields fields, Expectation expected) {
        var control = fields.take("control");
        boolean canDeny = expected == Expectation.DENY || fields.take("expires").isPresent();
        control.filter(value -> value.read(Vocabulary.CONTROLS).isPresent() && !canDeny).ifPresent(value -> value
                .wrong("control none accepts a deny that nothing else proves, and this edge expects allow. Drop it."));
        return control.isEmpty();
    }

    private static void check(List<Part<Port>> ports, Optional<Destination> destination, Rest rest) {
        for (var part : ports) {
            var port = part.value();
            destination.ifPresent(d -> isKnown(part.where(), port, d));
            rest.probe().ifPresent(probe -> rest.ask().ifPresent(ask -> ProbeReader.check(probe, ask, port)));
            if (rest.via().isPresent() && port.protocol() != Protocol.TCP) {
                part.where().wrong("a proxy carries TCP only, and the port is " + port.written()
                        + ". Drop via, or write port: " + port.word() + ".");
            }
        }
    }
}
