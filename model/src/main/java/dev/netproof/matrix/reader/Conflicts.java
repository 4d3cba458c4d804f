package dev.netproof.matrix.reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.Vantage;
import dev.netproof.matrix.yaml.Problems;
import org.jspecify.annotations.Nullable;

/** Finds edges that say the same thing twice, or the opposite of each other. */
final class Conflicts {

    /** One way through the network: two edges over it speak of the same packets, whatever their peers are called. */
    private record Way(Identity from, Target to, Port port, @Nullable Target proxy, @Nullable Port proxyPort,
            Vantage vantage) {

        static Way of(Edge edge) {
            var via = edge.via();
            return new Way(edge.source().identity(), edge.destination().target(), edge.port(),
                    via == null ? null : via.proxy().target(), via == null ? null : via.port(), edge.vantage());
        }
    }

    private final Map<Way, List<Edge>> before = new HashMap<>();
    private final Problems problems;

    Conflicts(Problems problems) {
        this.problems = problems;
    }

    /** Compares the edges of one entry with those of the entries before it, and reports the first conflict. */
    void add(List<Edge> entry) {
        for (var edge : entry) {
            if (before.getOrDefault(Way.of(edge), List.of()).stream().anyMatch(other -> collide(other, edge))) {
                return;
            }
        }
        entry.forEach(edge -> before.computeIfAbsent(Way.of(edge), way -> new ArrayList<>()).add(edge));
    }

    /** Adds the edge unless another speaks of the same connection. */
    boolean addIfNew(Edge edge) {
        return before.putIfAbsent(Way.of(edge), List.of(edge)) == null;
    }

    private boolean collide(Edge first, Edge second) {
        if (first.expected() != second.expected()) {
            problems.error(second.position(), "edge " + second.id() + " expects " + word(second) + ", and edge "
                    + first.id() + " in line " + first.position().line() + " expects " + word(first)
                    + " of the same connection. Keep one of them.");
            return true;
        }
        if (Objects.equals(first.ask(), second.ask())) {
            problems.error(second.position(), "edge " + second.id() + " repeats edge " + first.id() + " in line "
                    + first.position().line() + ". Drop one of them.");
            return true;
        }
        return false;
    }

    private static String word(Edge edge) {
        return edge.expected().name().toLowerCase(Locale.ROOT);
    }
}
