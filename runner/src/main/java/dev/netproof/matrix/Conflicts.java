package dev.netproof.matrix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Finds edges that say the same thing twice, or the opposite of each other. */
final class Conflicts {

    /** One way through the network: two edges over it speak of the same packets, whatever their peers are called. */
    private record Way(Identity from, Target to, Port port, @Nullable Target proxy, @Nullable Port proxyPort) {

        static Way of(Edge edge) {
            var via = edge.via();
            return new Way(edge.source().identity(), edge.destination().target(), edge.port(),
                    via == null ? null : via.proxy().target(), via == null ? null : via.port());
        }
    }

    private final Map<Way, List<Edge>> before = new HashMap<>();
    private final Problems problems;

    Conflicts(Problems problems) {
        this.problems = problems;
    }

    /** Compares the edges of one entry with those of the entries before it, and reports the first conflict. */
    void add(List<Edge> entry) {
        boolean found = false;
        for (var edge : entry) {
            var others = before.computeIfAbsent(Way.of(edge), way -> new ArrayList<>());
            found = found || others.stream().anyMatch(other -> collide(other, edge));
            if (others.stream().noneMatch(other -> saysTheSame(other, edge))) {
                others.add(edge);
            }
        }
    }

    private boolean collide(Edge first, Edge second) {
        if (first.expected() != second.expected()) {
            problems.error(second.position(), "edge " + second.id() + " expects " + word(second) + ", and edge "
                    + first.id() + " in line " + first.position().line() + " expects " + word(first)
                    + " of the same connection. Keep one of them.");
            return true;
        }
        if (saysTheSame(first, second)) {
            problems.error(second.position(), "edge " + second.id() + " repeats edge " + first.id() + " in line "
                    + first.position().line() + ". Drop one of them.");
            return true;
        }
        return false;
    }

    private static boolean saysTheSame(Edge first, Edge second) {
        return first.expected() == second.expected() && Objects.equals(first.ask(), second.ask());
    }

    private static String word(Edge edge) {
        return edge.expected().name().toLowerCase(Locale.ROOT);
    }
}
