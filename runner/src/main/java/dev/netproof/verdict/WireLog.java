package dev.netproof.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.ProbePod;

/**
 * Every attempt of a run by the tuple it was made to, whichever edge or control asked for it: the memory in which one
 * source's success becomes the control of another source's failure.
 *
 * <p>Rounds order attempts: rounds follow each other and never overlap. Not thread-safe.
 */
public final class WireLog {

    private final Map<String, List<Attempt>> byTuple = new HashMap<>();
    private final Set<String> reachedSomething = new HashSet<>();
    private final Set<String> mistrusted = new HashSet<>();

    public void add(Attempt attempt) {
        byTuple.computeIfAbsent(key(attempt.endpoint()), tuple -> new ArrayList<>()).add(attempt);
        if (attempt.observation() instanceof Observation.Connected) {
            reachedSomething.add(name(attempt.source()));
        }
    }

    /** Probe pods have names of their own; pods of somebody else may be called alike in two namespaces. */
    private static String name(ProbePod pod) {
        return pod.namespace() + "/" + pod.name();
    }

    /** Something accepts every connection of this probe pod, so its successes prove nothing. */
    public void mistrust(ProbePod pod) {
        mistrusted.add(name(pod));
    }

    /** Whether the probe pod ever connected to anything. */
    public boolean reachedSomething(ProbePod pod) {
        return reachedSomething.contains(name(pod)) && !mistrusted.contains(name(pod));
    }

    /**
     * What backs attempts at the endpoint that were closed to a source. Those made before anybody reached the endpoint count
     * for nothing: what counts must lie between two moments at which it was seen to listen.
     *
     * @param pod the source's probe pod: no source is its own control
     * @param closed rounds of the closed attempts, ascending, at least one
     * @param ready whether the kubelet's own probe kept the endpoint ready before and after
     */
    public TargetControl control(Endpoint endpoint, ProbePod pod, List<Integer> closed, boolean ready) {
        List<Attempt> attempts = byTuple.getOrDefault(key(endpoint), List.of());
        List<Attempt> reached = attempts.stream()
                .filter(a -> a.observation() instanceof Observation.Connected)
                .filter(a -> !name(a.source()).equals(name(pod)) && !mistrusted.contains(name(a.source())))
                .toList();
        List<Attempt> byOthers = reached.stream().filter(a -> !isItself(a)).toList();
        List<Attempt> byItself = reached.stream().filter(WireLog::isItself).toList();
        int last = closed.get(closed.size() - 1);
        String others = provedBy(byOthers, last);
        String itself = provedBy(byItself, last);
        String tuple = endpoint.tuple();
        if (!others.isEmpty()) {
            return new TargetControl(new Control(Control.Kind.TARGET_REACHED, tuple, true,
                    others + " reached it before and after it was denied"), false);
        }
        if (ready) {
            return new TargetControl(new Control(Control.Kind.TARGET_READY, tuple, true,
                    "the kubelet's own probe of this port kept the pod ready before and after"), false);
        }
        if (!itself.isEmpty()) {
            return new TargetControl(new Control(Control.Kind.TARGET_REACHED_ITSELF, tuple, true,
                    "a container in pod " + itself + " reached it at the pod's own address before and after it was "
                            + "denied"),
                    false);
        }
        Set<String> sources = attempts.stream().map(a -> name(a.source())).collect(Collectors.toSet());
        boolean deaf = reached.isEmpty() && attempts.stream().anyMatch(WireLog::isItself);
        return new TargetControl(
                new Control(deaf ? Control.Kind.TARGET_REACHED_ITSELF : Control.Kind.TARGET_REACHED, tuple, false,
                        deaf ? "not even from within its own pod was it reached"
                                : why(reached, provedBefore(reached, last), sources.size())),
                reached.isEmpty() && sources.size() > 1);
    }

    /** A container in the target's own pod made the attempt. */
    private static boolean isItself(Attempt attempt) {
        return attempt.endpoint().podUid() != null && attempt.endpoint().podUid().equals(attempt.source().uid());
    }

    /** Who reached it both before that round and after it; empty when nobody did. */
    private static String provedBy(List<Attempt> reached, int round) {
        String before = provedBefore(reached, round);
        String after = first(reached, a -> a.round() > round);
        if (before.isEmpty() || after.isEmpty()) {
            return "";
        }
        return before.equals(after) ? before : before + " and " + after;
    }

    private static String provedBefore(List<Attempt> reached, int round) {
        return first(reached, a -> a.round() < round);
    }

    private static String first(List<Attempt> reached, Predicate<Attempt> when) {
        return reached.stream().filter(when).map(a -> name(a.source())).findFirst().orElse("");
    }

    private static String why(List<Attempt> reached, String before, long sources) {
        if (reached.isEmpty()) {
            return sources > 1
                    ? sources + " sources tried it and none reached it"
                    : "no other source of the run tried it, and no readiness probe covers the port";
        }
        return before.isEmpty()
                ? "it was reached, but not before it was denied"
                : "it was reached before it was denied, but no longer after";
    }

    /** The same address under another pod's uid is another listener. */
    private static String key(Endpoint endpoint) {
        return endpoint.tuple() + ' ' + endpoint.podUid();
    }
}
