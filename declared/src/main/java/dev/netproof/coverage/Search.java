package dev.netproof.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

import dev.netproof.coverage.Candidates.From;
import dev.netproof.coverage.Candidates.To;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.reader.Snippet;
import dev.netproof.policy.Alternative;
import dev.netproof.policy.End;
import dev.netproof.policy.Transport;
import org.jspecify.annotations.Nullable;

/** Looks for an edge that would notice what no edge notices. */
final class Search {

    private static final int HTTPS = 443;

    private final CandidateFlows ground;
    private final Candidates candidates;
    private final List<To> addresses;
    private final Map<Flow, Set<Expectation>> agreed = new HashMap<>();
    /** What is declared now, by source and listener, as far as it was asked for; thousands of mutants ask again. */
    private final @Nullable Now[] @Nullable [] now;

    private record Flow(End source, End destination, Transport transport, int port) {}

    /** What an edge would have to expect now. */
    private enum Now {
        ALLOW, DENY, NEITHER
    }

    /**
     * An edge that would notice.
     *
     * @param expected what is declared now
     */
    record Found(From from, To to, Expectation expected, Place place) {

        private Found at(Place other) {
            return new Found(from, to, expected, other);
        }
    }

    /** What an edge leads to. */
    enum Place {
        /** Something listens there, as manifests tell. */
        LISTENER,
        /** An address outside the cluster, one of a range. */
        OUTSIDE,
        /** A pod, at a port of which no manifest tells. */
        SILENT
    }

    Search(CandidateFlows ground, Candidates candidates) {
        this.ground = ground;
        this.candidates = candidates;
        now = new Now[candidates.sources().size()][];
        addresses = ground.declared().addresses().stream()
                .filter(address -> Snippet.canName(new Target.Address(address.literal())))
                .map(address -> new To(new Target.Address(address.literal()), new Port.Numbered(1, Protocol.TCP),
                        List.of(new Check.Hit(ground.end(address), Transport.TCP, 1, true))))
                .toList();
    }

    /** Nothing is suggested that contradicts this. */
    void agreed(Check check, Expectation expected) {
        for (Check.Hit hit : check.flows()) {
            agreed.computeIfAbsent(flow(check.source(), hit), any -> EnumSet.noneOf(Expectation.class)).add(expected);
        }
    }

    private static Flow flow(End source, Check.Hit hit) {
        return new Flow(source, hit.end(), hit.transport(), hit.port());
    }

    /** Empty if no edge would: with the pods that are there, all edges come out the same. */
    Optional<Found> find(Alternative alternative) {
        return listening(alternative).or(() -> outside(alternative)).or(() -> anywhere(alternative));
    }

    private Optional<Found> listening(Alternative alternative) {
        List<From> sources = candidates.sources();
        List<To> listeners = candidates.listeners();
        int[] entered = entered(listeners, alternative);
        int[] all = IntStream.range(0, listeners.size()).toArray();
        for (int from = 0; from < sources.size(); from++) {
            From source = sources.get(from);
            for (int to : alternative.concerns(source.end(), Direction.EGRESS) ? all : entered) {
                To listener = listeners.get(to);
                Check check = new Check(source.end(), listener.hits());
                if (!check.mayDiffer(alternative)) {
                    continue;
                }
                Optional<Expectation> expected = switch (now(from, to)) {
                    case ALLOW -> Optional.of(Expectation.ALLOW);
                    case DENY -> Optional.of(Expectation.DENY);
                    case NEITHER -> Optional.empty();
                };
                if (expected.isPresent() && check.asked(expected.get()).disagrees(expected.get(), alternative)) {
                    return Optional.of(new Found(source, listener, expected.get(), Place.LISTENER));
                }
            }
        }
        return Optional.empty();
    }

    private Now now(int from, int to) {
        @Nullable
        Now[] row = now[from];
        if (row == null) {
            row = new Now[candidates.listeners().size()];
            now[from] = row;
        }
        Now known = row[to];
        if (known == null) {
            known = now(new Check(candidates.sources().get(from).end(), candidates.listeners().get(to).hits()));
            row[to] = known;
        }
        return known;
    }

    private Now now(Check check) {
        if (mayExpect(check, Expectation.ALLOW)) {
            return Now.ALLOW;
        }
        return mayExpect(check, Expectation.DENY) ? Now.DENY : Now.NEITHER;
    }

    private boolean mayExpect(Check check, Expectation expected) {
        Expectation opposite = expected == Expectation.ALLOW ? Expectation.DENY : Expectation.ALLOW;
        Check asked = check.asked(expected);
        return asked.agrees(expected) && asked.flows().stream().noneMatch(
                hit -> agreed.getOrDefault(flow(check.source(), hit), Set.of()).contains(opposite));
    }

    /** At addresses outside the cluster. */
    private Optional<Found> outside(Alternative alternative) {
        for (From source : candidates.sources()) {
            if (alternative.concerns(source.end(), Direction.EGRESS)) {
                for (To address : addresses) {
                    Optional<Found> found = atSomePort(source, address, alternative, HTTPS);
                    if (found.isPresent()) {
                        return found.map(edge -> edge.at(Place.OUTSIDE));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** At ports of pods of which no manifest says that something listens. */
    private Optional<Found> anywhere(Alternative alternative) {
        List<To> hosts = candidates.hosts();
        int[] entered = entered(hosts, alternative);
        int[] all = IntStream.range(0, hosts.size()).toArray();
        for (From source : candidates.sources()) {
            for (int to : alternative.concerns(source.end(), Direction.EGRESS) ? all : entered) {
                Optional<Found> found = atSomePort(source, hosts.get(to), alternative);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Found> atSomePort(From source, To host, Alternative alternative, int... favourites) {
        if (!new Check(source.end(), host.hits()).mayDiffer(alternative)) {
            return Optional.empty();
        }
        for (Protocol protocol : Protocol.values()) {
            Transport transport = Transport.of(protocol);
            for (int port : ports(source.end(), host, alternative, transport, favourites)) {
                List<Check.Hit> hits = host.hits().stream()
                        .map(hit -> new Check.Hit(hit.end(), transport, port, hit.serving())).toList();
                Check check = new Check(source.end(), hits);
                for (Expectation expected : Expectation.values()) {
                    if (check.asked(expected).disagrees(expected, alternative) && mayExpect(check, expected)) {
                        return Optional.of(new Found(source,
                                new To(host.target(), new Port.Numbered(port, protocol), hits), expected,
                                Place.SILENT));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<Integer> ports(End source, To host, Alternative alternative, Transport transport,
            int... favourites) {
        SortedSet<Integer> boundaries = new TreeSet<>();
        host.hits().forEach(hit -> boundaries.addAll(alternative.boundaries(source, hit.end(), transport)));
        List<Integer> ports = new ArrayList<>(IntStream.of(favourites).boxed().toList());
        ports.addAll(boundaries);
        return ports;
    }

    private static int[] entered(List<To> targets, Alternative alternative) {
        int[] entered = new int[targets.size()];
        int count = 0;
        for (int to = 0; to < entered.length; to++) {
            for (Check.Hit hit : targets.get(to).hits()) {
                if (alternative.concerns(hit.end(), Direction.INGRESS)) {
                    entered[count++] = to;
                    break;
                }
            }
        }
        return Arrays.copyOf(entered, count);
    }

    /** Whether nobody knows of some edge whether it would notice. */
    boolean isUnsettled(Alternative alternative) {
        int[] entered = entered(candidates.listeners(), alternative);
        int[] all = IntStream.range(0, candidates.listeners().size()).toArray();
        return candidates.sources().stream().anyMatch(source -> IntStream
                .of(alternative.concerns(source.end(), Direction.EGRESS) ? all : entered)
                .mapToObj(to -> new Check(source.end(), candidates.listeners().get(to).hits()))
                .filter(check -> check.mayDiffer(alternative))
                .anyMatch(check -> check.isUnsettled(alternative, !ground.declared().unevaluated().isEmpty())));
    }

    /** An address outside the cluster from which connections come out differently; empty if there is none. */
    Optional<String> stranger(Alternative alternative) {
        for (To host : candidates.hosts()) {
            for (Check.Hit hit : host.hits()) {
                if (alternative.concerns(hit.end(), Direction.INGRESS)) {
                    for (To address : addresses) {
                        Check check = new Check(address.hits().get(0).end(), List.of(hit));
                        if (comesOutDifferently(check, alternative)) {
                            return Optional.of(((Target.Address) address.target()).address());
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean comesOutDifferently(Check check, Alternative alternative) {
        if (!check.mayDiffer(alternative)) {
            return false;
        }
        Check.Hit hit = check.flows().get(0);
        for (Transport transport : Transport.values()) {
            for (int port : alternative.boundaries(check.source(), hit.end(), transport)) {
                Check at = new Check(check.source(), List.of(new Check.Hit(hit.end(), transport, port, true)));
                for (Expectation expected : Expectation.values()) {
                    if (at.agrees(expected) && at.disagrees(expected, alternative)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
