package dev.netproof.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.ProbeField;
import dev.netproof.probe.ProbeField.Launched;

/** Launches the probe pods of a run, and leaves them alone until policies have taken hold of them. */
final class Launching {

    private static final Duration TICK = Duration.ofMillis(50);

    private final RunSetup setup;
    private final Steps steps;
    private final ProbeField field;
    private final BooleanSupplier newPodsLeak;

    /** @param newPodsLeak whether the canary sees, at present, that new pods are unprotected */
    Launching(RunSetup setup, Steps steps, ProbeField field, BooleanSupplier newPodsLeak) {
        this.setup = setup;
        this.steps = steps;
        this.field = field;
        this.newPodsLeak = newPodsLeak;
    }

    /**
     * What runs now.
     *
     * @param names addresses of host names outside the cluster
     */
    record Ready(Launched pods, Map<String, List<String>> names) {}

    /** @param hosts names outside the cluster that are to be resolved */
    Ready launch(List<ProbePodPlan> places, Set<String> hosts) {
        if (!places.isEmpty()) {
            steps.begin("launching " + words(places));
        }
        Launched pods = field.launch(places);
        long running = setup.ticker().nanos();
        Map<String, List<String>> names = resolve(hosts, pods);
        if (!pods.running().isEmpty()) {
            settle(running);
        }
        return new Ready(pods, names);
    }

    private static String words(List<ProbePodPlan> places) {
        long guests = places.stream().filter(place -> place.within() != null).count();
        String pods = Probing.count(places.size() - guests, "probe pod");
        return guests == 0 ? pods : pods + " and " + Probing.count(guests, "ephemeral container");
    }

    /** A name counts as the first pod that gets an answer sees it. */
    private Map<String, List<String>> resolve(Set<String> hosts, Launched pods) {
        Map<String, List<String>> names = new HashMap<>();
        for (String host : hosts) {
            for (String pod : pods.running().keySet()) {
                List<String> addresses = field.resolve(pod, host);
                if (!addresses.isEmpty()) {
                    names.put(host, addresses);
                    break;
                }
            }
        }
        return names;
    }

    private void settle(long running) {
        if (setup.ticker().since(running).compareTo(setup.options().settle()) < 0) {
            steps.begin("letting policies take hold of the new pods");
            until(() -> setup.ticker().since(running).compareTo(setup.options().settle()) >= 0);
        }
        if (newPodsLeak.getAsBoolean()) {
            // They are no younger than the canary's new pod: when that is closed, so are they.
            steps.begin("waiting longer: the canary sees that new pods are unprotected at first");
            until(() -> !newPodsLeak.getAsBoolean());
        }
    }

    private void until(BooleanSupplier condition) {
        setup.ticker().await(() -> {
            steps.check();
            return condition.getAsBoolean();
        }, TICK, null);
    }
}
