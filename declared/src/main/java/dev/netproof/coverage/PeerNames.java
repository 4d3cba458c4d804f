package dev.netproof.coverage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.reader.Snippet;
import dev.netproof.plan.PlannedEdge;

/** What the peers of a suggested edge are called: as the first matrix calls them, else by what they are. */
final class PeerNames {

    private static final List<String> NAMING_LABELS = List.of("app", "app.kubernetes.io/name", "k8s-app");

    /** By an {@link Identity} or a {@link Target}. */
    private final Map<Object, String> known = new HashMap<>();
    private final Map<Object, String> given = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    PeerNames(List<PlannedEdge> edges) {
        Map<String, Object> meanings = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (PlannedEdge planned : edges) {
            Edge edge = planned.edge();
            taken.add(edge.source().peer());
            taken.add(edge.destination().peer());
            if (planned.matrix().equals(edges.get(0).matrix())) {
                learn(edge.source().peer(), edge.source().identity(), meanings, ambiguous);
                learn(edge.destination().peer(), edge.destination().target(), meanings, ambiguous);
            }
        }
        // A peer that is repeated for namespaces is no peer of a plain edge.
        known.values().removeAll(ambiguous);
    }

    private void learn(String peer, Object meaning, Map<String, Object> meanings, Set<String> ambiguous) {
        Object earlier = meanings.putIfAbsent(peer + (meaning instanceof Identity ? " from" : " to"), meaning);
        if (earlier != null && !earlier.equals(meaning)) {
            ambiguous.add(peer);
        }
        known.putIfAbsent(meaning, peer);
    }

    boolean isNew(Object identityOrTarget) {
        return !known.containsKey(identityOrTarget);
    }

    Source source(Identity identity) {
        return new Source(name(identity, identity), identity);
    }

    Destination destination(Target target) {
        // A workload's peer is both.
        Object meaning = target instanceof Target.OfWorkload of
                ? new Identity.OfWorkload(of.namespace(), of.kind(), of.name())
                : target;
        return new Destination(name(target, meaning), target);
    }

    private String name(Object identityOrTarget, Object meaning) {
        String name = known.get(identityOrTarget);
        return name == null ? given.computeIfAbsent(meaning, this::invent) : name;
    }

    private String invent(Object meaning) {
        String base = Snippet.peerName(words(meaning));
        return Stream.iterate(1, i -> i + 1)
                .map(i -> i == 1 ? base : base.substring(0, Math.min(base.length(), 55)) + "-" + i)
                .filter(taken::add).findFirst().orElseThrow();
    }

    private static String words(Object meaning) {
        return switch (meaning) {
            case Identity.OfWorkload of -> of.namespace() + "-" + of.name();
            case Identity.Labelled of -> of.namespace() + "-" + NAMING_LABELS.stream().map(of.labels()::get)
                    .filter(value -> value != null && !value.isEmpty()).findFirst()
                    .orElseGet(() -> of.labels().values().stream().sorted().findFirst().orElse("pod"));
            case Target.OfService of -> of.namespace() + "-" + of.name() + "-service";
            case Target.Address of -> "address-" + of.address();
            default -> meaning.toString();
        };
    }
}
