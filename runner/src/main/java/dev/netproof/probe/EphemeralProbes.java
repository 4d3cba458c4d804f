package dev.netproof.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.InParallel;
import dev.netproof.cluster.Uninterrupted;
import dev.netproof.evidence.ProbePod;
import dev.netproof.plan.LivePod;
import dev.netproof.plan.ProbePodPlan;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * Containers of a run in pods of somebody else. The API has no way to remove them: their process is ended, and what is left
 * goes with the pod.
 */
final class EphemeralProbes {

    private static final int AT_A_TIME = 16;
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    /** Ends the process whose last argument is the container's name, wherever in the pod's processes it is; not itself. */
    private static final String END = """
                                      for p in /proc/[0-9]*; do
                                        [ "${p#/proc/}" = $$ ] && continue
                                        case "$(tr '\\0' ' ' 2>/dev/null <"$p/cmdline")" in
                                          *" $1$2 ") kill -TERM "${p#/proc/}" ;;
                                        esac
                                      done
                                      """;

    private final Cluster cluster;
    private final RunMark mark;
    private final ProbePodOptions options;
    private final Queue<Pod> added = new ConcurrentLinkedQueue<>();

    EphemeralProbes(Cluster cluster, RunMark mark, ProbePodOptions options) {
        this.cluster = cluster;
        this.mark = mark;
        this.options = options;
    }

    /**
     * One for each plan, in their order: waits until each runs or is known not to. Plans within one pod share a container.
     *
     * @throws ClusterException only when interrupted
     */
    List<Launch> start(List<ProbePodPlan> plans) {
        Map<String, LivePod> pods = new LinkedHashMap<>();
        plans.forEach(plan -> pods.putIfAbsent(within(plan).uid(), within(plan)));
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        InParallel.map(pods.values(), AT_A_TIME, this::start)
                .forEach(outcome -> outcomes.put(outcome.host().uid(), outcome));
        return plans.stream().map(plan -> launch(plan, Objects.requireNonNull(outcomes.get(within(plan).uid()))))
                .toList();
    }

    /** Either the pod with the container running in it, or why there is none. */
    private sealed interface Outcome {

        LivePod host();

        record Runs(LivePod host, Pod pod) implements Outcome {}

        record Fails(LivePod host, String reason) implements Outcome {}
    }

    private static LivePod within(ProbePodPlan plan) {
        return Objects.requireNonNull(plan.within(), "a plan for a pod of its own");
    }

    private Outcome start(LivePod host) {
        Pod stored;
        try {
            stored = cluster.addEphemeral(host.namespace(), host.name(), host.uid(), EphemeralSpec.of(mark, options));
        } catch (ClusterException e) {
            return new Outcome.Fails(host, e.reason());
        }
        added.add(stored);
        try {
            return outcome(host, cluster.await(stored, pod -> !(start(pod) instanceof PodStart.Waiting),
                    options.startLimit()));
        } catch (ClusterException e) {
            return explained(host, e);
        }
    }

    private PodStart start(Pod pod) {
        return PodStart.of(pod, EphemeralSpec.name(mark));
    }

    private Outcome outcome(LivePod host, Pod now) {
        return switch (start(now)) {
            case PodStart.Running running -> new Outcome.Runs(host, now);
            case PodStart.Failed failed -> new Outcome.Fails(host, failed.reason());
            case PodStart.Waiting waiting -> new Outcome.Fails(host, "the container did not start within "
                    + options.startLimit().toSeconds() + " s, it waits for: " + waiting.what());
        };
    }

    /** The wait failed: the pod itself may say why. */
    private Outcome explained(LivePod host, ClusterException failure) {
        try {
            Outcome now = outcome(host, cluster.pod(host.namespace(), host.name()));
            return now instanceof Outcome.Fails ? now : new Outcome.Fails(host, failure.reason());
        } catch (ClusterException gone) {
            return new Outcome.Fails(host, failure.reason());
        }
    }

    private Launch launch(ProbePodPlan plan, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Runs(LivePod host, Pod pod) -> new Launch.Running(plan, pod, EphemeralSpec.name(mark));
            case Outcome.Fails(LivePod host, String reason) -> new Launch.Failed(plan,
                    new ProbePod(host.namespace(), host.name(), host.uid(), null, host.node(), plan.labels()), reason);
        };
    }

    /** Ends the processes, as far as that can be done; they end by themselves after their lifetime. */
    void end() {
        List<Pod> all = List.copyOf(added);
        added.clear();
        Uninterrupted.call(() -> InParallel.map(all, AT_A_TIME, this::end));
    }

    private boolean end(Pod pod) {
        try {
            cluster.exec(pod, EphemeralSpec.name(mark),
                    List.of("sh", "-c", END, "end", EphemeralSpec.NAME, mark.suffix()),
                    "".getBytes(StandardCharsets.US_ASCII), END_LIMIT);
            return true;
        } catch (ClusterException e) {
            // Gone already, or out of reach: its lifetime ends it.
            return false;
        }
    }
}
