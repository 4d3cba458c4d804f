package dev.netproof.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.netproof.control.ControlLog;
import dev.netproof.control.Witnesses;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.EdgeKey;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.text.Wording;
import dev.netproof.plan.Incarnations;
import dev.netproof.plan.Plan;
import dev.netproof.plan.Plan.SourceControl;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.Shot;
import dev.netproof.snapshot.Snapshot;

/**
 * Probes some edges of a run until each is as expected, or its window has ended. Passes, in each of them rounds, each one exec a
 * pod: everything; then those who are to show that denied targets listen; then again what was unexpected or lacks a proof, as a
 * denial does between whose two attempts nobody was seen to reach its target; then the witnesses once more. When policies or pods changed meanwhile, what they are about gets another pass.
 */
final class Probing {

    private static final Duration SLOWEST_REPEAT = Duration.ofSeconds(5);

    /** How soon a wait hears that the run is cancelled. */
    private static final Duration TICK = Duration.ofMillis(50);

    /** A cluster that changes all the time is told so. */
    private static final int PASSES = 3;

    private final RunSetup setup;
    private final Steps steps;
    private final Rounds rounds;
    private final ControlLog log;
    private final Witnesses witnesses;
    private final Map<String, List<SourceControl>> sourceControls;
    private final AttemptIndex attempts;
    private final Retries retries;
    private final Supplier<Snapshot> look;
    private final Replanning replanning;
    private Snapshot seen;
    private Incarnations now;
    private final Set<PolicyChange> changed;

    /** Plans some edges again, in the cluster as it is by now. */
    @FunctionalInterface
    interface Replanning {
        Plan plan(Snapshot cluster, Set<EdgeKey> edges);
    }

    /**
     * Of edges to come.
     *
     * @param look reads the cluster
     * @param seen the cluster that the edges were planned from, read just now
     * @param changed takes what becomes of policies meanwhile
     */
    Probing(RunSetup setup, Steps steps, Rounds rounds, ControlLog log, Witnesses witnesses,
            List<SourceControl> sourceControls, AttemptIndex attempts, Supplier<Snapshot> look, Snapshot seen,
            Replanning replanning, Set<PolicyChange> changed) {
        this.setup = setup;
        this.steps = steps;
        this.rounds = rounds;
        this.log = log;
        this.witnesses = witnesses;
        this.sourceControls = sourceControls.stream().collect(Collectors.groupingBy(SourceControl::pod));
        this.attempts = attempts;
        this.retries = new Retries(attempts, log);
        this.look = look;
        this.seen = seen;
        this.now = new Incarnations(seen);
        this.replanning = replanning;
        this.changed = changed;
    }

    /** The pods behind the addresses, as they were after the last attempt. */
    Incarnations now() {
        return now;
    }

    ControlLog log() {
        return log;
    }

    /** The edges with all that was tried; those whose pod does not run are not among them. */
    List<TrackedEdge> probe(List<PlannedEdge> planned, Function<PlannedEdge, Expectation> expected) {
        List<TrackedEdge> edges = new ArrayList<>();
        for (PlannedEdge edge : planned) {
            if (edge instanceof Probed probed && rounds.runs(probed.pod())) {
                // What was seen for edges before them, was seen of a cluster that may have changed since.
                edges.add(new TrackedEdge(probed, expected.apply(edge), now, rounds.played() + 1));
            }
        }
        List<TrackedEdge> due = edges;
        for (int pass = 1; !due.isEmpty(); pass++) {
            probe(due, pass);
            prove(due, "proving that what must not be reached listens, at ");
            converge(edges);
            prove(due, "proving that the targets still listen, at ");
            due = changedMeanwhile(edges, pass < PASSES);
        }
        return edges;
    }

    /** Asks the witnesses of all that is denied. */
    private void prove(List<TrackedEdge> edges, String step) {
        RoundRequest salvo = new RoundRequest();
        Set<String> targets = new HashSet<>();
        for (TrackedEdge edge : edges) {
            if (edge.isDenied()) {
                for (TrackedPath path : edge.live()) {
                    witnesses.of(edge.pod(), path.path()).forEach(shot -> {
                        targets.add(shot.probe().endpoint().tuple());
                        salvo.control(shot);
                    });
                }
            }
        }
        if (!salvo.isEmpty()) {
            steps.begin(step + count(targets.size(), "endpoint"));
            rounds.play(salvo, Set.of());
        }
    }

    /** Everything that a pass is about, once. */
    private void probe(List<TrackedEdge> edges, int pass) {
        Map<TrackedEdge, List<TrackedPath>> shots = new LinkedHashMap<>();
        for (TrackedEdge edge : edges) {
            shots.put(edge, pass == 1 ? edge.live() : retries.due(edge, rounds.elapsed()));
        }
        RoundRequest salvo = salvo(shots);
        Set<String> pods = salvo.probes().keySet();
        pods.forEach(pod -> sourceControls.getOrDefault(pod, List.of()).forEach(control -> {
            if (control.kind() == SourceControl.Kind.NEGATIVE) {
                salvo.negative(new Shot(pod, control.probe()));
            } else {
                salvo.control(new Shot(pod, control.probe()));
            }
        }));
        if (!salvo.isEmpty()) {
            steps.begin("probing " + count(salvo.size(), "path") + " from " + count(pods.size(), "pod"));
            rounds.play(salvo, denied(shots));
            RoundRequest again = new RoundRequest();
            negatives(again, pods);
            rounds.play(again, Set.of());
        }
    }

    /** Connections to where nothing is, from pods of which those before taught nothing: without them no success of theirs counts. */
    private void negatives(RoundRequest salvo, Set<String> pods) {
        pods.stream().filter(rounds::isProxyUnknown)
                .forEach(pod -> sourceControls.getOrDefault(pod, List.of()).stream()
                        .filter(control -> control.kind() == SourceControl.Kind.NEGATIVE)
                        .forEach(control -> salvo.negative(new Shot(pod, control.probe()))));
    }

    /** The pods that are denied something: when the kubelet reached them must show. */
    private static Set<String> denied(Map<TrackedEdge, List<TrackedPath>> shots) {
        return shots.entrySet().stream().filter(shot -> shot.getKey().isDenied() && !shot.getValue().isEmpty())
                .map(shot -> shot.getKey().pod()).collect(Collectors.toSet());
    }

    /** Again and again what is not as expected, until nothing is due any more. */
    private void converge(List<TrackedEdge> edges) {
        RetryBackoff pace = new RetryBackoff(setup.ticker(), setup.options().attemptsApart(), SLOWEST_REPEAT);
        until(() -> {
            if (!pace.isDue()) {
                return false;
            }
            Map<TrackedEdge, List<TrackedPath>> due = due(edges);
            if (!due.isEmpty() && followedItsPods(due.keySet())) {
                due = due(edges);
            }
            if (!due.isEmpty()) {
                RoundRequest salvo = salvo(due);
                steps.begin("probing again " + count(due.values().stream().mapToInt(List::size).sum(), "path")
                        + " that came out unexpected or without proof");
                accompany(salvo, due.keySet(), edges);
                negatives(salvo, Set.copyOf(salvo.probes().keySet()));
                rounds.play(salvo, denied(due));
                pace.next();
            }
            return due.isEmpty();
        });
    }

    private Map<TrackedEdge, List<TrackedPath>> due(List<TrackedEdge> edges) {
        Map<TrackedEdge, List<TrackedPath>> due = new LinkedHashMap<>();
        for (TrackedEdge edge : edges) {
            List<TrackedPath> paths = retries.due(edge, rounds.elapsed());
            if (!paths.isEmpty()) {
                due.put(edge, paths);
            }
        }
        return due;
    }

    /** Whether pods went away behind what is about to be tried again, so that it was planned anew. */
    private boolean followedItsPods(Set<TrackedEdge> due) {
        Snapshot cluster = look.get();
        Incarnations present = new Incarnations(cluster);
        Map<EdgeKey, TrackedEdge> moved = new HashMap<>();
        for (TrackedEdge edge : due) {
            // One that was never there, or is gone since it was planned anew, is not planned anew for ever.
            if (edge.live().stream().anyMatch(
                    path -> present.isGone(path.endpoint()) && !path.asOf().isGone(path.endpoint()))) {
                moved.put(edge.key(), edge);
            }
        }
        replan(moved, cluster, present, false);
        return !moved.isEmpty();
    }

    /** The edges that need another pass, since policies or pods that they are about have changed. */
    private List<TrackedEdge> changedMeanwhile(List<TrackedEdge> edges, boolean again) {
        Snapshot cluster = look.get();
        Incarnations present = new Incarnations(cluster);
        List<PolicyChange> changes = PolicyRecord.changes(seen, cluster);
        changes.stream().filter(changed::add)
                .forEach(change -> setup.progress().remark(Wording.ENGLISH.change(change)));
        Map<EdgeKey, TrackedEdge> moved = new LinkedHashMap<>();
        Map<EdgeKey, TrackedEdge> repoliced = new LinkedHashMap<>();
        for (TrackedEdge edge : edges) {
            List<PolicyChange> about = changes.stream().filter(change -> edge.isAbout(change.policy().namespace()))
                    .toList();
            if (!about.isEmpty()) {
                edge.isUnsettled(again ? List.of() : about);
                repoliced.put(edge.key(), edge);
            } else if (edge.live().stream().anyMatch(path -> isAnother(edge, path, present))) {
                moved.put(edge.key(), edge);
            }
        }
        seen = cluster;
        now = present;
        replan(repoliced, cluster, present, again);
        replan(moved, cluster, present, false);
        if (!again) {
            return List.of();
        }
        List<TrackedEdge> due = new ArrayList<>(repoliced.values());
        due.addAll(moved.values());
        return due.stream().filter(edge -> !edge.live().isEmpty()).toList();
    }

    /** For an allow only a pod that is gone matters; what backs a deny holds for the very same containers alone. */
    private static boolean isAnother(TrackedEdge edge, TrackedPath path, Incarnations present) {
        return edge.isDenied() ? present.changedSince(path.asOf(), path.endpoint()).isPresent()
                : present.isGone(path.endpoint());
    }

    private void replan(Map<EdgeKey, TrackedEdge> edges, Snapshot cluster, Incarnations present, boolean anew) {
        if (!edges.isEmpty()) {
            List<PlannedEdge> planned = replanning.plan(cluster, edges.keySet()).edges();
            witnesses.add(planned);
            for (PlannedEdge fresh : planned) {
                TrackedEdge edge = edges.get(fresh.key());
                if (edge != null) {
                    edge.replan(fresh, present, rounds.played() + 1, anew);
                }
            }
        }
    }

    private RoundRequest salvo(Map<TrackedEdge, List<TrackedPath>> shots) {
        RoundRequest salvo = new RoundRequest();
        shots.forEach((edge, paths) -> paths.forEach(path -> salvo.shoot(new Shot(edge.pod(), path.path().probe()),
                attempt -> attempts.add(edge.key(), attempt))));
        // What a round sees of a target lies between the attempts of the one before and those of the one after.
        shots.forEach((edge, paths) -> {
            if (edge.isDenied()) {
                paths.forEach(path -> witnesses.of(edge.pod(), path.path()).forEach(salvo::control));
            }
        });
        return salvo;
    }

    /** Gives each pod that is denied something what it could reach before, so that this exec shows its network too. */
    private void accompany(RoundRequest salvo, Set<TrackedEdge> due, List<TrackedEdge> edges) {
        Set<String> pods = denied(due);
        for (String pod : pods) {
            sourceControls.getOrDefault(pod, List.of()).stream()
                    .filter(control -> control.kind() == SourceControl.Kind.REACHES)
                    .forEach(control -> salvo.control(new Shot(pod, control.probe())));
        }
        Set<String> accompanied = new HashSet<>();
        for (TrackedEdge edge : edges) {
            if (!edge.isDenied() && pods.contains(edge.pod()) && !accompanied.contains(edge.pod())) {
                edge.live().stream().filter(path -> isOpen(edge, path)).findFirst().ifPresent(path -> {
                    salvo.control(new Shot(edge.pod(), path.path().probe()));
                    accompanied.add(edge.pod());
                });
            }
        }
    }

    private boolean isOpen(TrackedEdge edge, TrackedPath path) {
        List<Attempt> all = attempts.of(edge.key(), path.endpoint().listener());
        return !all.isEmpty() && all.get(all.size() - 1).observation() instanceof Observation.Connected;
    }

    private static Set<String> denied(Set<TrackedEdge> edges) {
        return edges.stream().filter(TrackedEdge::isDenied).map(TrackedEdge::pod).collect(Collectors.toSet());
    }

    private void until(BooleanSupplier condition) {
        Duration apart = setup.options().attemptsApart();
        setup.ticker().await(() -> {
            steps.check();
            return condition.getAsBoolean();
        }, apart.compareTo(TICK) < 0 ? apart : TICK, null);
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
