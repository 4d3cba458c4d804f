package dev.netproof.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Endpoint;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import dev.netproof.plan.Shot;
import org.jspecify.annotations.Nullable;

/** What is to be tried in one round, each connection once, and who wants to hear what came of it. */
final class RoundRequest {

    private final Map<Connection, Try> tries = new LinkedHashMap<>();
    private final Set<String> ids = new HashSet<>();

    /** What makes two probes the same, whatever they are called: an edge that was planned anew may use an id again. */
    private record Connection(String pod, Ask ask, Endpoint endpoint, String host, @Nullable Endpoint proxy,
            Duration timeout) {}

    /**
     * One connection.
     *
     * @param shot its probe has an id that no other of the round has
     * @param negative whether it leads to where nothing is
     */
    record Try(Shot shot, boolean negative, List<Consumer<Attempt>> takers) {}

    /** A control of others: the log hears of it, and nobody else. */
    void control(Shot shot) {
        add(shot, false);
    }

    /** A connection to where nothing is. */
    void negative(Shot shot) {
        add(shot, true);
    }

    /** A try of an edge. */
    void shoot(Shot shot, Consumer<Attempt> taker) {
        add(shot, false).takers().add(taker);
    }

    private Try add(Shot shot, boolean negative) {
        Probe probe = shot.probe();
        return tries.computeIfAbsent(new Connection(shot.pod(), probe.ask(), probe.endpoint(), probe.host(),
                probe.proxy(), probe.timeout()),
                connection -> new Try(new Shot(shot.pod(), unique(probe)), negative, new ArrayList<>()));
    }

    private Probe unique(Probe probe) {
        String id = probe.id();
        for (int again = 2; !ids.add(id); again++) {
            id = probe.id() + "-" + again;
        }
        return id.equals(probe.id()) ? probe
                : new Probe(id, probe.ask(), probe.endpoint(), probe.host(), probe.proxy(), probe.timeout());
    }

    /** By the key of the pod they start from. */
    Map<String, List<Probe>> probes() {
        Map<String, List<Probe>> probes = new LinkedHashMap<>();
        tries.values().forEach(one -> probes.computeIfAbsent(one.shot().pod(), pod -> new ArrayList<>())
                .add(one.shot().probe()));
        return probes;
    }

    List<Try> tries() {
        return List.copyOf(tries.values());
    }

    int size() {
        return tries.size();
    }

    boolean isEmpty() {
        return tries.isEmpty();
    }
}
