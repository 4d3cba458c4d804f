package dev.netproof.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Observation;

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
            reachedSomething.add(attempt.source().name());
        }
    }

    /** Something accepts every connection of this probe pod, so its successes prove nothing. */
    public void mistrust(String pod) {
        mistrusted.add(pod);
    }

    /** Whether the probe pod ever connected to anything. */
    public boolean reachedSomething(String pod) {
        return reachedSomething.contains(pod) && !mistrusted.contains(pod);
    }

    /** Whether the probe pod may be the control of others. */
    public boolean trusts(String pod) {
        return !mistrusted.contains(pod);
    }

    /**
     * What backs attempts at the endpoint that were closed to a source. Those made before anybody reached the endpoint count
     * for nothing: what counts must lie between two moments at which it was seen to listen.
     *
     * @param pod name of the source's probe pod: no source is its own control
     * @param closed rounds of the closed attempts, ascending, at least one
     * @param ready whether the kubelet's own probe kept the endpoint ready before and after
     */
    public TargetControl control(Endpoint endpoint, String pod, List<Integer> closed, boolean ready) {
        List<Attempt> attempts = byTuple.getOrDefault(key(endpoint), List.of());
        List<Attempt> reached = attempts.stream()
                .filter(a -> a.observation() instanceof Observation.Connected)
                .filter(a -> !a.source().name().equals(pod) && !mistrusted.contains(a.source().name()))
                .toList();
        int last = closed.get(closed.size() - 1);
        String before = provedBy(reached, a -> a.round() < last);
        String after = provedBy(reached, a -> a.round() > last);
        String tuple = endpoint.tuple();
        if (!before.isEmpty() && !after.isEmpty()) {
            String who = before.equals(after) ? before : before + " and " + after;
            return new TargetControl(new Control(Control.Kind.TARGET_REACHED, tuple, true,
                    who + " reached it before and after it was denied"), false);
        }
        if (ready) {
            return new TargetControl(new Control(Control.Kind.TARGET_READY, tuple, true,
                    "the kubelet's own probe of this port kept the pod ready before and after"), false);
        }
        long sources = attempts.stream().map(a -> a.source().name()).distinct().count();
        return new TargetControl(new Control(Control.Kind.TARGET_REACHED, tuple, false, why(reached, before, sources)),
                reached.isEmpty() && sources > 1);
    }

    private static String provedBy(List<Attempt> reached, Predicate<Attempt> when) {
        return reached.stream()
                .filter(when)
                .map(a -> a.source().namespace() + "/" + a.source().name())
                .findFirst()
                .orElse("");
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
