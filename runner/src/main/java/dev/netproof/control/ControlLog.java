package dev.netproof.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.TargetChange;
import dev.netproof.time.Window;
import org.jspecify.annotations.Nullable;

/**
 * Who reached what, in which round: the memory in which one source's success becomes the control of another source's failure.
 * Keeps facts, not records, so it is small beside what was tried.
 *
 * <p>Rounds order attempts: they follow each other and never overlap, and in a round each pod has one exec. Not thread-safe.
 */
public final class ControlLog {

    /** A pod is not its own witness, and one more may turn out to have a proxy beside it. */
    private static final int WITNESSES = 3;

    private final Map<Place.Pod, Place.Pod> pods = new HashMap<>();
    private final Map<Listener, List<Reached>> reached = new HashMap<>();
    private final Map<Listener, Set<Place.Pod>> tried = new HashMap<>();
    private final Set<Listener> triedFromWithin = new HashSet<>();
    private final Map<Exec, Contact> contacts = new HashMap<>();
    private final Set<Place.Pod> everReached = new HashSet<>();
    private final Map<Exec, List<Window>> visits = new HashMap<>();
    private final Map<Denied, List<Denial>> denials = new HashMap<>();
    private final Map<Place.Pod, Control> accepted = new HashMap<>();
    private final Map<Place.Pod, Map<String, Control>> negatives = new HashMap<>();

    /** The exec of a pod in a round. */
    private record Exec(Place.Pod pod, int round) {}

    /** What a pod reached in an exec. */
    private record Contact(Grounds.Contact what, Instant at, Window span) {}

    /** What a pod is denied. */
    private record Denied(Place.Pod pod, Listener listener) {}

    /**
     * An attempt at an endpoint, of an edge or as a control.
     *
     * @param direct false behind a proxy: then it is the proxy that was reached
     * @param span from before its tool started until after it ended, since its exec began
     * @param patience for how long its tool waits for an answer
     */
    public void add(Attempt attempt, boolean direct, Window span, Duration patience) {
        Place.Pod source = pod(attempt.source());
        Endpoint endpoint = attempt.endpoint();
        boolean itself = endpoint.podUid() != null && endpoint.podUid().equals(attempt.source().uid());
        boolean connected = attempt.observation() instanceof Observation.Connected;
        if (direct) {
            tried.computeIfAbsent(endpoint.listener(), listener -> new HashSet<>()).add(source);
            if (itself) {
                triedFromWithin.add(endpoint.listener());
            }
            if (connected) {
                reached.computeIfAbsent(endpoint.listener(), listener -> new ArrayList<>())
                        .add(new Reached(source, itself, attempt.round(), attempt.raw().startedAt()));
            }
        }
        // A pod reaches its own address without a network.
        if (connected && !itself) {
            everReached.add(source);
            contacts.merge(new Exec(source, attempt.round()),
                    new Contact(new Grounds.Contact(endpoint.place(), endpoint.listener()),
                            attempt.raw().startedAt(), span),
                    (one, other) -> other.span().to().compareTo(one.span().to()) < 0 ? other : one);
        }
        Denied denied = new Denied(source, endpoint.listener());
        if (connected) {
            denials.remove(denied);
        } else if (attempt.observation() instanceof Observation.Closed closed) {
            denials.computeIfAbsent(denied, both -> new ArrayList<>())
                    .add(Denial.of(attempt, closed, span, patience));
        }
    }

    /** When the network of a probe pod accepted connections in an exec, in which nobody but its kubelet connects to it. */
    public void visits(ProbePod pod, int round, List<Window> when) {
        visits.put(new Exec(pod(pod), round), List.copyOf(when));
    }

    /**
     * What was asked so far is judged: what backs an attempt is of its round, and of no use to those to come. Of who reached a
     * listener at all, a few stay.
     */
    public void settle() {
        contacts.clear();
        visits.clear();
        denials.clear();
        reached.replaceAll((listener, all) -> {
            Map<Place.Pod, Reached> few = new LinkedHashMap<>();
            all.stream().filter(one -> one.itself() || few.size() < WITNESSES)
                    .forEach(one -> few.putIfAbsent(one.source(), one));
            return new ArrayList<>(few.values());
        });
    }

    /** A connection from the attempt's source to an address where nothing is. */
    public void negative(Attempt attempt) {
        Place.Pod source = pod(attempt.source());
        Listener nowhere = attempt.endpoint().listener();
        Control control = new Control(Control.Kind.NEGATIVE, new Control.Subject.Address(nowhere),
                attempt.observation() instanceof Observation.Closed,
                new Grounds.Nowhere(nowhere, attempt.observation()));
        if (attempt.observation() instanceof Observation.Connected) {
            accepted.put(source, control);
        } else {
            negatives.computeIfAbsent(source, pod -> new TreeMap<>())
                    .merge(nowhere.tuple(), control, (one, other) -> other.proved() ? other : one);
        }
    }

    /** Whether something near the pod accepts every connection, or may for all that is known: its successes prove nothing. */
    public boolean isMistrusted(ProbePod pod) {
        return isMistrusted(pod(pod));
    }

    /** Whether something near the pod was seen to accept every connection. */
    public boolean isProxied(ProbePod pod) {
        return accepted.containsKey(pod(pod));
    }

    private boolean isMistrusted(Place.Pod source) {
        return accepted.containsKey(source) || isUntried(source);
    }

    /** Whether it was to be found out if something near the pod accepts every connection, and could not be so far. */
    public boolean isProxyUnknown(ProbePod pod) {
        return !accepted.containsKey(pod(pod)) && isUntried(pod(pod));
    }

    private boolean isUntried(Place.Pod source) {
        return negatives.getOrDefault(source, Map.of()).values().stream().anyMatch(control -> !control.proved());
    }

    /** What is known of a pod's connections to where nothing is. */
    public Control negative(ProbePod pod) {
        Control bad = accepted.get(pod(pod));
        if (bad != null) {
            return bad;
        }
        List<Control> own = List.copyOf(negatives.getOrDefault(pod(pod), Map.of()).values());
        return own.stream().filter(control -> !control.proved()).findFirst()
                .or(() -> own.stream().findFirst())
                .orElseGet(() -> new Control(Control.Kind.NEGATIVE, subject(pod), false,
                        new Grounds.Missing(Grounds.Gap.NOWHERE_TRIED)));
    }

    /** Whether anybody but this pod got an answer of the listener. */
    public boolean isReachedByOthers(Endpoint endpoint, ProbePod pod) {
        return trusted(endpoint).stream().anyMatch(one -> !one.itself() && !one.source().equals(pod(pod)));
    }

    /**
     * Whether nothing shows yet that the pod's network worked when it was denied the endpoint in that round, and another attempt
     * might: it reached something at some time, or its kernel tells who reaches it.
     */
    public boolean mayYetBeAlive(Endpoint endpoint, ProbePod pod, int first, int round) {
        Place.Pod name = pod(pod);
        return !source(endpoint, pod, first, round).proved() && (visits.containsKey(new Exec(name, round))
                || (!isMistrusted(pod) && everReached.contains(name)));
    }

    /** Whether the network of the pod worked while that exec was under way. */
    public Control source(ProbePod pod, int round) {
        Exec exec = new Exec(pod(pod), round);
        Contact contact = contact(exec);
        if (contact != null) {
            return new Control(Control.Kind.SOURCE_REACHED, subject(pod), true, contact.what(), contact.at(), null);
        }
        List<Window> visited = visits.get(exec);
        return visited != null && !visited.isEmpty()
                ? new Control(Control.Kind.SOURCE_PULSE, subject(pod), true, new Grounds.Visited())
                : new Control(Control.Kind.SOURCE_REACHED, subject(pod), false, new Grounds.NoContact(visited != null));
    }

    private @Nullable Contact contact(Exec exec) {
        return isMistrusted(exec.pod()) ? null : contacts.get(exec);
    }

    /**
     * Whether the network of the pod worked when it was denied the endpoint in that round: in that exec, and at a moment between
     * two packets that were denied, so that they were not lost in one outage. A refusal is an answer, and needs no second.
     */
    private Control source(Endpoint endpoint, ProbePod pod, int first, int round) {
        Control exec = source(pod, round);
        List<Denial> row = row(endpoint, pod, first, round);
        if (!(exec.grounds() instanceof Grounds.Sign during) || row.isEmpty() || row.getLast().answered()) {
            return exec;
        }
        Grounds.Sign between = between(pod(pod), row);
        return new Control(exec.kind(), exec.subject(), between != null, new Grounds.Lived(during, between),
                exec.before(), exec.after());
    }

    /** What shows that it lived between two of these packets; null where nothing does. */
    private Grounds.@Nullable Sign between(Place.Pod pod, List<Denial> row) {
        for (int round = row.getFirst().first().round(); round <= row.getLast().last().round(); round++) {
            Exec exec = new Exec(pod, round);
            for (Window visit : visits.getOrDefault(exec, List.of())) {
                if (isBetween(new Moment(round, visit), row)) {
                    return new Grounds.Visited();
                }
            }
            Contact contact = contact(exec);
            if (contact != null && isBetween(new Moment(round, contact.span()), row)) {
                return contact.what();
            }
        }
        return null;
    }

    private static boolean isBetween(Moment alive, List<Denial> row) {
        return row.stream().anyMatch(denial -> denial.first().isBefore(alive))
                && row.stream().anyMatch(denial -> alive.isBefore(denial.last()));
    }

    /**
     * What backs an attempt at the endpoint that was closed to a pod.
     *
     * @param pod the source's probe pod: no source is its own control
     * @param first the first round that counts: what was seen before was of another state of the cluster
     * @param round of the attempt
     */
    public Proof proof(Endpoint endpoint, ProbePod pod, int first, int round, Standing standing) {
        return new Proof(source(endpoint, pod, first, round), target(endpoint, pod, first, round, standing),
                reached.getOrDefault(endpoint.listener(), List.of()).isEmpty()
                        && tried.getOrDefault(endpoint.listener(), Set.of()).size() > 1);
    }

    /** Whether another attempt might be backed where the one in this round is not: its target was reached since the first. */
    public boolean mayYetBeWitnessed(Endpoint endpoint, ProbePod pod, int first, int round) {
        List<Denial> row = row(endpoint, pod, first, round);
        List<Reached> witnesses = trusted(endpoint).stream()
                .filter(one -> one.itself() || !one.source().equals(pod(pod)))
                .toList();
        return !row.isEmpty() && find(witnesses, one -> isBetween(one, row, round)).isEmpty()
                && witnesses.stream().anyMatch(one -> one.round() >= row.getFirst().first().round());
    }

    private Control target(Endpoint endpoint, ProbePod pod, int first, int round, Standing standing) {
        Control.Subject subject = new Control.Subject.Address(endpoint.listener());
        TargetChange change = standing.change();
        if (change != null) {
            return new Control(Control.Kind.TARGET_REACHED, subject, false, new Grounds.TargetChanged(change));
        }
        if (round < first) {
            return new Control(Control.Kind.TARGET_REACHED, subject, false, new Grounds.Missing(Grounds.Gap.REST));
        }
        List<Denial> row = row(endpoint, pod, first, round);
        List<Reached> others = others(endpoint, pod, first);
        Optional<Control> byOthers = around(others, row, round, Control.Kind.TARGET_REACHED, subject,
                Grounds.Reached::new);
        if (byOthers.isPresent()) {
            return byOthers.get();
        }
        Duration unnoticed = standing.unnoticed();
        if (unnoticed != null) {
            return new Control(Control.Kind.TARGET_READY, subject, true, new Grounds.KeptReady(unnoticed.toSeconds()));
        }
        List<Reached> byItself = trusted(endpoint).stream()
                .filter(one -> one.itself() && one.round() >= first)
                .toList();
        return around(byItself, row, round, Control.Kind.TARGET_REACHED_ITSELF, subject,
                Grounds.ReachedFromWithin::new)
                .orElseGet(() -> unproved(endpoint, others, row, round));
    }

    private Control unproved(Endpoint endpoint, List<Reached> others, List<Denial> row, int round) {
        boolean deaf = trusted(endpoint).isEmpty() && triedFromWithin.contains(endpoint.listener());
        return new Control(deaf ? Control.Kind.TARGET_REACHED_ITSELF : Control.Kind.TARGET_REACHED,
                new Control.Subject.Address(endpoint.listener()), false,
                deaf ? new Grounds.Missing(Grounds.Gap.REACHED_FROM_WITHIN) : why(endpoint, others, row, round));
    }

    private Grounds why(Endpoint endpoint, List<Reached> others, List<Denial> row, int round) {
        if (others.isEmpty()) {
            int sources = tried.getOrDefault(endpoint.listener(), Set.of()).size();
            return sources > 1
                    ? new Grounds.ReachedByNone(sources)
                    : new Grounds.Missing(Grounds.Gap.TRIED_BY_OTHERS);
        }
        if (find(others, one -> one.round() < round).isEmpty()) {
            return new Grounds.Missing(Grounds.Gap.REACHED_BEFORE);
        }
        return new Grounds.Missing(find(others, one -> isBetween(one, row, round)).isEmpty()
                ? Grounds.Gap.REACHED_BETWEEN
                : Grounds.Gap.REACHED_AFTER);
    }

    /** Proven by whoever reached it between two of these attempts and whoever did after; empty when either is missing. */
    private static Optional<Control> around(List<Reached> reached, List<Denial> row, int round, Control.Kind kind,
            Control.Subject subject, Function<List<Place.Pod>, Grounds> grounds) {
        Optional<Reached> before = find(reached.reversed(), one -> isBetween(one, row, round));
        Optional<Reached> after = find(reached, one -> one.round() > round);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        List<Place.Pod> by = Stream.of(before.get(), after.get()).map(Reached::source).distinct().toList();
        return Optional.of(new Control(kind, subject, true, grounds.apply(by), before.get().at(), after.get().at()));
    }

    /** In a round between: what two pods do in one round, nobody can put in order. */
    private static boolean isBetween(Reached one, List<Denial> row, int round) {
        return one.round() < round && row.stream().anyMatch(denial -> denial.first().round() < one.round());
    }

    private static Optional<Reached> find(List<Reached> reached, Predicate<Reached> when) {
        return reached.stream().filter(when).findFirst();
    }

    /** What the pod was denied there without a break, the attempt of this round being the last. */
    private List<Denial> row(Endpoint endpoint, ProbePod pod, int first, int round) {
        return denials.getOrDefault(new Denied(pod(pod), endpoint.listener()), List.of()).stream()
                .filter(denial -> denial.first().round() >= first && denial.first().round() <= round)
                .toList();
    }

    private List<Reached> others(Endpoint endpoint, ProbePod pod, int first) {
        Place.Pod own = pod(pod);
        return trusted(endpoint).stream()
                .filter(one -> !one.itself() && !one.source().equals(own) && one.round() >= first)
                .toList();
    }

    private List<Reached> trusted(Endpoint endpoint) {
        return reached.getOrDefault(endpoint.listener(), List.of()).stream()
                .filter(one -> !isMistrusted(one.source()))
                .toList();
    }

    private Control.Subject subject(ProbePod pod) {
        return new Control.Subject.Source(pod(pod));
    }

    /**
     * Probe pods have names of their own; pods of somebody else may be called alike in two namespaces. One value for all
     * attempts of a pod: there are a hundred thousand of them.
     */
    private Place.Pod pod(ProbePod pod) {
        return pods.computeIfAbsent(new Place.Pod(pod.namespace(), pod.name()), same -> same);
    }
}
