package dev.netproof.cli;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.text.Wording;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Target;
import dev.netproof.plan.LivePod;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Awaiting;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.ProbePodPlan;

/** Shows a plan to a reviewer: the pods that would be launched, then every edge with the addresses it would try. */
final class PlanReport {

    private final Terminal terminal;

    PlanReport(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Usage when the matrix contradicts the cluster, inconclusive when an edge could not be tried as things are. */
    ExitCode show(Plan plan) {
        return show(plan, List.of());
    }

    /**
     * The same, with the pods that would prove from within that they listen.
     *
     * @param controls as a run would choose them
     */
    ExitCode show(Plan plan, List<ProbePodPlan> controls) {
        List<ProbePodPlan> launched = plan.pods().stream().filter(pod -> pod.within() == null).toList();
        List<ProbePodPlan> guests = plan.pods().stream().filter(pod -> pod.within() != null).toList();
        terminal.say("bold",
                "Would launch " + launched.size() + (launched.size() == 1 ? " probe pod" : " probe pods"), "");
        launched.forEach(this::launched);
        if (!guests.isEmpty() || !controls.isEmpty()) {
            guests(guests, controls);
        }
        plan.remarks().forEach(remark -> terminal.say("yellow", "  remark ", remark));
        ExitCode code = ExitCode.CONFORMS;
        String matrix = "";
        for (PlannedEdge planned : plan.edges()) {
            if (!planned.matrix().equals(matrix)) {
                matrix = planned.matrix();
                terminal.say("");
                terminal.say("bold", matrix, "");
            }
            code = show(planned, plan.hosts(), code);
        }
        return code;
    }

    private void launched(ProbePodPlan pod) {
        String account = pod.serviceAccount() == null ? "" : ", service account " + pod.serviceAccount();
        String nodes = pod.placement().nodeSelector().isEmpty()
                ? ""
                : ", nodes " + new TreeMap<>(pod.placement().nodeSelector());
        String listens = pod.listens().isEmpty()
                ? ""
                : ", listens on " + pod.listens().stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + " in the place of pods that do not run";
        terminal.say("  " + pod.namespace() + "  " + pod.key() + "  labels " + new TreeMap<>(pod.labels()) + account
                + nodes + (pod.node() == null ? "" : ", on " + pod.node()) + listens);
    }

    /** Whoever reads a plan must know what stays behind. */
    private void guests(List<ProbePodPlan> sources, List<ProbePodPlan> controls) {
        long pods = Stream.concat(sources.stream(), controls.stream())
                .flatMap(pod -> Stream.ofNullable(pod.within()))
                .map(LivePod::uid)
                .distinct()
                .count();
        terminal.say("bold,yellow", "Would add an ephemeral container to " + pods + (pods == 1 ? " pod" : " pods"), "");
        sources.forEach(pod -> guest(pod, "to probe from it"));
        controls.forEach(pod -> guest(pod, "to prove that it listens"));
        terminal.say("  It stays in the pod's list until the pod goes; its process ends with the run.");
        terminal.say(
                "  It takes no resource limits: what it uses counts against the pod, and running out of memory can "
                        + "end the application.");
    }

    private void guest(ProbePodPlan pod, String why) {
        LivePod host = pod.within();
        terminal.say("  " + pod.namespace() + "  " + pod.key() + "  in " + (host == null ? "" : host.describe()) + " "
                + why);
    }

    private ExitCode show(PlannedEdge planned, Set<String> hosts, ExitCode worst) {
        Edge edge = planned.edge();
        String line = "%-24s %-36s %-6s ".formatted(edge.id(),
                edge.source().peer() + " → " + edge.destination().peer() + " " + edge.port(),
                edge.expected().name().toLowerCase(Locale.ROOT));
        return switch (planned) {
            case Probed probed -> {
                terminal.say("  " + line + probed.paths().get(0).probe().ask().kind().name().toLowerCase(Locale.ROOT)
                        + " from " + probed.pod());
                probed.paths().forEach(this::show);
                yield worst;
            }
            case Awaiting awaiting -> {
                terminal.say("  " + line + "at a stand-in for " + edge.destination().peer()
                        + ", whose address is known at run time");
                yield worst;
            }
            case Obstructed obstructed when edge.destination().target() instanceof Target.Host host
                    && hosts.contains(host.host()) -> {
                terminal.say("  " + line + "at the addresses of " + host.host() + ", resolved at run time");
                yield worst;
            }
            case Obstructed obstructed -> {
                terminal.say("bold,yellow", "  cannot be tried ",
                        line + obstructed.reason() + ". " + obstructed.advice());
                yield worst == ExitCode.CONFORMS ? ExitCode.INCONCLUSIVE : worst;
            }
            case Mistaken mistaken -> {
                terminal.say("bold,red", "  MISTAKE ",
                        edge.position() + ": " + line + mistaken.reason() + ". " + mistaken.advice());
                yield ExitCode.USAGE;
            }
        };
    }

    private void show(Path path) {
        Endpoint proxy = path.probe().proxy();
        terminal.say("      " + path.probe().endpoint().tuple() + "  "
                + Wording.ENGLISH.place(path.probe().endpoint().place())
                + (proxy == null ? "" : "  by proxy " + proxy.tuple())
                + "  declared " + path.declared().decision().name().toLowerCase(Locale.ROOT)
                + (path.serving() ? "" : "  (takes no traffic now)")
                + (path.readiness() == PlannedEdge.Readiness.PROVED ? "  (readiness probe proves it listens)" : ""));
    }
}
