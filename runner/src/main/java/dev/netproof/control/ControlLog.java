package dev.netproof.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.text.Wording;

/**
 * Who reached what, in which round: the memory in which one source's success becomes the control of another source's failure.
 * Keeps facts, not records, so it is small beside what was tried.
 *
 * <p>Rounds order attempts: they follow each other and never overlap, and in a round each pod has one exec. Not thread-safe.
 */
public final class ControlLog {

    private final Map<Listener, List<Reached>> reached = new HashMap<>();
    private final Map<Listener, Set<String>> tried = new HashMap<>();
    private final Set<Listener> triedFromWithin = new HashSet<>();
    private final Map<Exec, Contact> contacts = new HashMap<>();
    private final Set<String> everReached = new HashSet<>();
    private final Map<Exec, Integer> pulses = new HashMap<>();
    private final Map<Exec, Integer> expected = new HashMap<>();
    private final Map<String, Control> accepted = new HashMap<>();
    private final Map<String, Map<String, Control>> negatives = new HashMap<>();

    /** The exec of a pod in a round. */
    private record Exec(String pod, int round) {}

    /** What a pod reached in an exec. */
    private record Contact(String what, Instant at) {}

    /**
     * An attempt at an endpoint, of an edge or as a control.
     *
     * @param direct false behind a proxy: then it is the proxy that was reached
     */
    public void add(Attempt attempt, boolean direct) {
        String source = name(attempt.source());
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
            contacts.putIfAbsent(new Exec(source, attempt.round()),
                    new Contact(Wording.ENGLISH.place(endpoint.place()) + " at " + endpoint.tuple(),
                            attempt.raw().startedAt()));
        }
    }

    /**
     * How many connections the kernel of a probe pod accepted in an exec, in which nobody but its kubelet connects to it.
     *
     * @param lasted how long the exec was under way: the kubelet comes every second, and one visit may fall beside it
     */
    public void pulse(ProbePod pod, int round, int connections, Duration lasted) {
        pulses.put(new Exec(name(pod), round), connections);
        expected.put(new Exec(name(pod), round), (int) Math.max(1, lasted.toSeconds() - 1));
    }

    /** A connection from the attempt's source to an address where nothing is. */
    public void negative(Attempt attempt) {
        String nowhere = attempt.endpoint().tuple();
        String source = name(attempt.source());
        Control control = switch (attempt.observation()) {
            case Observation.Connected connected -> new Control(Control.Kind.NEGATIVE, nowhere, false,
                    "a connection to " + nowhere + ", where nothing is, was accepted");
            case Observation.Closed closed -> new Control(Control.Kind.NEGATIVE, nowhere, true,
                    "nothing answered there, as it must be");
            case Observation.Undetermined undetermined -> untried(nowhere, undetermined);
            case Observation.Unreadable unreadable -> untried(nowhere, unreadable);
        };
        if (attempt.observation() instanceof Observation.Connected) {
            accepted.put(source, control);
        } else {
            negatives.computeIfAbsent(source, pod -> new TreeMap<>())
                    .merge(nowhere, control, (one, other) -> other.proved() ? other : one);
        }
    }

    private static Control untried(String nowhere, Observation seen) {
        return new Control(Control.Kind.NEGATIVE, nowhere, false,
                "a connection to " + nowhere + ", where nothing is, could not be tried: " + seen.detail());
    }

    /** Whether something near the pod accepts every connection, or may for all that is known: its successes prove nothing. */
    public boolean isMistrusted(ProbePod pod) {
        return isMistrusted(name(pod));
    }

    /** Whether something near the pod was seen to accept every connection. */
    public boolean isProxied(ProbePod pod) {
        return accepted.containsKey(name(pod));
    }

    private boolean isMistrusted(String source) {
        return accepted.containsKey(source) || isUntried(source);
    }

    /** Whether it was to be found out if something near the pod accepts every connection, and could not be so far. */
    public boolean isProxyUnknown(ProbePod pod) {
        return !accepted.containsKey(name(pod)) && isUntried(name(pod));
    }

    private boolean isUntried(String source) {
        return negatives.getOrDefault(source, Map.of()).values().stream().anyMatch(control -> !control.proved());
    }

    /** What is known of a pod's connections to where nothing is. */
    public Control negative(ProbePod pod) {
        Control bad = accepted.get(name(pod));
        if (bad != null) {
            return bad;
        }
        List<Control> own = List.copyOf(negatives.getOrDefault(name(pod), Map.of()).values());
        return own.stream().filter(control -> !control.proved()).findFirst()
                .or(() -> own.stream().findFirst())
                .orElseGet(() -> new Control(Control.Kind.NEGATIVE, pod.name(), false,
                        "whether something near the source accepts every connection was not tried"));
    }

    /** Whether anybody but this pod got an answer of the listener. */
    public boolean isReachedByOthers(Endpoint endpoint, ProbePod pod) {
        return trusted(endpoint).stream().anyMatch(one -> !one.itself() && !one.source().equals(name(pod)));
    }

    /**
     * Whether nothing showed that the pod's network worked in that exec, and another exec might: it reached something at some
     * time, or its kernel counts who reaches it.
     */
    public boolean mayYetBeAlive(ProbePod pod, int round) {
        String name = name(pod);
        return !source(pod, round).proved() && (pulses.containsKey(new Exec(name, round))
                || (!isMistrusted(pod) && everReached.contains(name)));
    }

    /** Whether the network of the pod worked while that exec was under way. */
    public Control source(ProbePod pod, int round) {
        Exec exec = new Exec(name(pod), round);
        Contact contact = isMistrusted(pod) ? null : contacts.get(exec);
        if (contact != null) {
            return new Control(Control.Kind.SOURCE_REACHED, pod.name(), true,
                    "in the same exec it reached " + contact.what(), contact.at(), null);
        }
        int connections = pulses.getOrDefault(exec, 0);
        int enough = expected.getOrDefault(exec, 1);
        if (connections >= enough) {
            return new Control(Control.Kind.SOURCE_PULSE, pod.name(), true, "the kubelet of its node reached it "
                    + times(connections) + " during that exec");
        }
        return new Control(Control.Kind.SOURCE_REACHED, pod.name(), false,
                "in that exec it reached no other pod" + (pulses.containsKey(exec)
                        ? ", and the kubelet of its node " + (connections == 0 ? "did not reach it"
                                : "reached it " + times(connections) + " where " + times(enough) + " is the least")
                        : ", and whether the kubelet of its node reached it is not known here"));
    }

    private static String times(int number) {
        return number == 1 ? "once" : number + " times";
    }

    /**
     * What backs an attempt at the endpoint that was closed to a pod.
     *
     * @param pod the source's probe pod: no source is its own control
     * @param first the first round that counts: what was seen before was of another state of the cluster
     * @param round of the attempt
     */
    public Proof proof(Endpoint endpoint, ProbePod pod, int first, int round, Standing standing) {
        return new Proof(source(pod, round), target(endpoint, pod, first, round, standing),
                reached.getOrDefault(endpoint.listener(), List.of()).isEmpty()
                        && tried.getOrDefault(endpoint.listener(), Set.of()).size() > 1);
    }

    /** Whether another attempt, in a round with its witnesses, might be backed where the one in this round is not. */
    public boolean mayYetBeWitnessed(Endpoint endpoint, ProbePod pod, int first, int round) {
        List<Reached> others = others(endpoint, pod, first);
        boolean witnessed = others.stream().anyMatch(one -> one.round() < round)
                && others.stream().anyMatch(one -> one.round() == round);
        return !witnessed && others.stream().anyMatch(one -> one.round() >= round);
    }

    private Control target(Endpoint endpoint, ProbePod pod, int first, int round, Standing standing) {
        String tuple = endpoint.tuple();
        if (!standing.change().isEmpty()) {
            return new Control(Control.Kind.TARGET_REACHED, tuple, false,
                    "it is not the target any more that it was before: " + standing.change());
        }
        if (round < first) {
            return new Control(Control.Kind.TARGET_REACHED, tuple, false,
                    "it changed after the attempt, and went on changing");
        }
        List<Reached> others = others(endpoint, pod, first);
        Optional<Reached> during = find(others, one -> one.round() == round);
        Optional<Control> byOthers = during.isEmpty() ? Optional.empty()
                : around(others, round, Control.Kind.TARGET_REACHED, tuple,
                        who -> who + " reached it before, while and after it was denied");
        if (byOthers.isPresent()) {
            return byOthers.get();
        }
        if (standing.keptReady()) {
            return new Control(Control.Kind.TARGET_READY, tuple, true,
                    "the kubelet's own probe of this port kept the pod ready before and after");
        }
        List<Reached> byItself = trusted(endpoint).stream()
                .filter(one -> one.itself() && one.round() >= first)
                .toList();
        return around(byItself, round, Control.Kind.TARGET_REACHED_ITSELF, tuple,
                who -> "a container in pod " + who
                        + " reached it at the pod's own address before and after it was denied")
                .orElseGet(() -> unproved(endpoint, others, round));
    }

    private Control unproved(Endpoint endpoint, List<Reached> others, int round) {
        boolean deaf = trusted(endpoint).isEmpty() && triedFromWithin.contains(endpoint.listener());
        return new Control(deaf ? Control.Kind.TARGET_REACHED_ITSELF : Control.Kind.TARGET_REACHED, endpoint.tuple(),
                false, deaf ? "not even from within its own pod was it reached" : why(endpoint, others, round));
    }

    private String why(Endpoint endpoint, List<Reached> others, int round) {
        if (others.isEmpty()) {
            int sources = tried.getOrDefault(endpoint.listener(), Set.of()).size();
            return sources > 1
                    ? sources + " sources tried it and none reached it"
                    : "no other source of the run tried it, and no readiness probe covers the port";
        }
        if (find(others, one -> one.round() < round).isEmpty()) {
            return "it was reached, but not before it was denied";
        }
        return find(others, one -> one.round() > round).isEmpty()
                ? "it was reached before it was denied, but no longer after"
                : "it was reached before and after it was denied, but not while it was";
    }

    /** Proven by whoever reached it before and whoever did after; empty when either is missing. */
    private static Optional<Control> around(List<Reached> reached, int round, Control.Kind kind, String tuple,
            UnaryOperator<String> words) {
        Optional<Reached> before = find(reached.reversed(), one -> one.round() < round);
        Optional<Reached> after = find(reached, one -> one.round() > round);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        String one = before.get().source();
        String other = after.get().source();
        return Optional.of(new Control(kind, tuple, true,
                words.apply(one.equals(other) ? one : one + " and " + other), before.get().at(), after.get().at()));
    }

    private static Optional<Reached> find(List<Reached> reached, Predicate<Reached> when) {
        return reached.stream().filter(when).findFirst();
    }

    private List<Reached> others(Endpoint endpoint, ProbePod pod, int first) {
        String own = name(pod);
        return trusted(endpoint).stream()
                .filter(one -> !one.itself() && !one.source().equals(own) && one.round() >= first)
                .toList();
    }

    private List<Reached> trusted(Endpoint endpoint) {
        return reached.getOrDefault(endpoint.listener(), List.of()).stream()
                .filter(one -> !isMistrusted(one.source()))
                .toList();
    }

    /** Probe pods have names of their own; pods of somebody else may be called alike in two namespaces. */
    private static String name(ProbePod pod) {
        return pod.namespace() + "/" + pod.name();
    }
}
