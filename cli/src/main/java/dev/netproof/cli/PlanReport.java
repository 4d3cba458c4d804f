package dev.netproof.cli;

import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

import dev.netproof.evidence.Endpoint;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Target;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge;
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
        terminal.say("bold",
                "Would launch " + plan.pods().size() + (plan.pods().size() == 1 ? " probe pod" : " probe pods"),
                "");
        for (ProbePodPlan pod : plan.pods()) {
            String account = pod.serviceAccount() == null ? "" : ", service account " + pod.serviceAccount();
            terminal.say(
                    "  " + pod.namespace() + "  " + pod.key() + "  labels " + new TreeMap<>(pod.labels()) + account);
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
        terminal.say("      " + path.probe().endpoint().tuple() + "  " + path.probe().endpoint().name()
                + (proxy == null ? "" : "  by proxy " + proxy.tuple())
                + "  declared " + path.declared().decision().name().toLowerCase(Locale.ROOT)
                + (path.serving() ? "" : "  (takes no traffic now)")
                + (path.readiness() == PlannedEdge.Readiness.PROVED ? "  (readiness probe proves it listens)" : ""));
    }
}
