package dev.netproof.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Observation;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.plan.Plan;
import dev.netproof.plan.Plan.SourceControl;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.Planner;
import dev.netproof.probe.ProbeField;
import dev.netproof.probe.ProbeField.Launched;
import dev.netproof.run.Rounds.Shot;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.verdict.Judge;
import dev.netproof.verdict.WireLog;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Everything between the plan and the judgement. Rounds, each one exec a pod: the target controls; then everything; then again
 * what was unexpected, until it is stable or its window has ended; then the controls once more.
 */
final class Probing {

    private static final Duration SLOWEST_REPEAT = Duration.ofSeconds(5);

    /** How soon a wait hears that the run is cancelled. */
    private static final Duration TICK = Duration.ofMillis(50);

    private final RunSetup setup;
    private final Judge judge;
    private final Steps steps;
    private final Attempts attempts;
    private final Account account;
    private final BooleanSupplier newPodsLeak;

    /** @param newPodsLeak whether the canary sees, at present, that new pods are unprotected */
    Probing(RunSetup setup, Judge judge, Steps steps, Attempts attempts, Account account,
            BooleanSupplier newPodsLeak) {
        this.setup = setup;
        this.judge = judge;
        this.steps = steps;
        this.attempts = attempts;
        this.account = account;
        this.newPodsLeak = newPodsLeak;
    }

    Harvest probe(List<ConnectivityMatrix> matrices, Set<String> namespaces, Surroundings surroundings,
            Plan first, ProbeField field) {
        if (!first.pods().isEmpty()) {
            steps.begin("launching " + count(first.pods().size(), "probe pod"));
        }
        Launched pods = field.launch(first.pods());
        long running = System.nanoTime();
        Map<String, List<String>> names = resolve(first.hosts(), pods, field);
        if (!pods.running().isEmpty()) {
            settle(running);
        }
        Snapshot before = setup.cluster().snapshot(namespaces);
        Plan plan = new Planner(before, surroundings, names).plan(matrices);
        account.plan(plan.edges());

        WireLog log = new WireLog();
        Rounds rounds = new Rounds(field, pods.running(), log, attempts);
        List<Probed> edges = plan.edges().stream().filter(Probed.class::isInstance).map(Probed.class::cast).toList();
        List<Shot> controls = TargetControls.choose(edges, judge);
        if (!controls.isEmpty()) {
            long targets = controls.stream().map(shot -> shot.probe().endpoint()).distinct().count();
            steps.begin("proving that what must not be reached listens, at " + count(targets, "endpoint"));
            rounds.play(controls);
        }
        List<Shot> everything = everything(edges, plan);
        if (!everything.isEmpty()) {
            steps.begin("probing " + count(everything.size(), "path") + " from " + count(pods.running().size(), "pod"));
            rounds.play(everything);
        }
        mistrust(plan, rounds, log);
        converge(edges, rounds);
        List<Shot> unproven = TargetControls.deniedTooEarly(edges, controls, judge, rounds);
        if (!unproven.isEmpty()) {
            steps.begin("probing again what was denied before its target was seen to listen");
            rounds.play(unproven);
        }
        if (!controls.isEmpty()) {
            steps.begin("proving that the targets still listen");
            rounds.play(controls);
        }
        return new Harvest(plan, pods, attempts, log, before, setup.cluster().snapshot(namespaces));
    }

    /** A name counts as the first pod that gets an answer sees it. */
    private Map<String, List<String>> resolve(Set<String> hosts, Launched pods, ProbeField field) {
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
        Duration left = setup.options().settle().minusNanos(System.nanoTime() - running);
        if (left.isPositive()) {
            steps.begin("letting policies take hold of the new pods");
            long settled = System.nanoTime() + left.toNanos();
            until(() -> System.nanoTime() >= settled);
        }
        if (newPodsLeak.getAsBoolean()) {
            // They are no younger than the canary's new pod: when that is closed, so are they.
            steps.begin("waiting longer: the canary sees that new pods are unprotected at first");
            until(() -> !newPodsLeak.getAsBoolean());
        }
    }

    private static List<Shot> everything(List<Probed> edges, Plan plan) {
        List<Shot> shots = new ArrayList<>();
        for (Probed edge : edges) {
            edge.paths().forEach(path -> shots.add(new Shot(edge.pod(), path.probe())));
        }
        plan.sourceControls().forEach(control -> shots.add(new Shot(control.pod(), control.probe())));
        return shots;
    }

    private static void mistrust(Plan plan, Rounds rounds, WireLog log) {
        for (SourceControl control : plan.sourceControls()) {
            if (control.kind() == SourceControl.Kind.NEGATIVE) {
                for (Attempt attempt : rounds.attempts(control.probe())) {
                    if (attempt.observation() instanceof Observation.Connected) {
                        log.mistrust(attempt.source().name());
                    }
                }
            }
        }
    }

    private void converge(List<Probed> edges, Rounds rounds) {
        Convergence convergence = new Convergence(judge, rounds);
        Pace pace = new Pace(setup.options().attemptsApart(), SLOWEST_REPEAT);
        until(() -> {
            if (!pace.isDue()) {
                return false;
            }
            List<Shot> due = convergence.due(edges, setup.clock().instant());
            if (!due.isEmpty()) {
                steps.begin("probing again " + count(due.size(), "path") + " that came out unexpected");
                rounds.play(due);
                pace.next();
            }
            return due.isEmpty();
        });
    }

    private void until(Callable<Boolean> condition) {
        try {
            Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(tick()).forever().until(() -> {
                steps.check();
                return condition.call();
            });
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("waiting without a limit has run out of time", e);
        }
    }

    private Duration tick() {
        Duration apart = setup.options().attemptsApart();
        return apart.compareTo(TICK) < 0 ? apart : TICK;
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
