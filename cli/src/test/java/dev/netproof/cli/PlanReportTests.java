package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Severity;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import org.junit.jupiter.api.Test;

class PlanReportTests {

    private static final Declared DECLARED = new Declared("10.0.0.1:80/TCP", Declared.Decision.DENIED, "", List.of(),
            List.of(),
            List.of());

    private static final Endpoint POD = new Endpoint(Endpoint.Kind.POD, "pod payments/api-0", "10.1.2.3", 8080,
            Protocol.TCP, "uid", "node-a");
    private static final Endpoint PROXY = new Endpoint(Endpoint.Kind.SERVICE, "service egress/proxy", "10.96.0.9", 3128,
            Protocol.TCP, null, null);

    private final StringWriter text = new StringWriter();

    private ExitCode shown(Set<String> hosts, PlannedEdge... edges) {
        ProbePodPlan pod = new ProbePodPlan("stranger-1", "payments", Map.of("tier", "web", "app", "stranger"), "robot",
                List.of(), null);
        return new PlanReport(new Terminal(new PrintWriter(text), false))
                .show(new Plan(List.of(pod), List.of(edges), List.of(), hosts, List.of()));
    }

    private static Edge edge(String id, Target target) {
        return new Edge(id, new Position("payments.yaml", 7, 5),
                new Source("stranger", new Identity.Labelled("payments", Map.of("app", "stranger"))),
                new Destination("api", target), new Port.Numbered(8080, Protocol.TCP), Expectation.DENY,
                Expectation.ALLOW, null, Duration.ofSeconds(1), Duration.ofSeconds(1), Mode.ENFORCE, Severity.MAJOR,
                Set.of(), Governance.NONE, null, true);
    }

    private static PlannedEdge probed(boolean serving, Readiness readiness) {
        Probe direct = new Probe("p1", new Ask.Handshake(), POD, "10.1.2.3", null, Duration.ofSeconds(1));
        Probe proxied = new Probe("p2", new Ask.Handshake(), POD, "10.1.2.3", PROXY, Duration.ofSeconds(1));
        return new PlannedEdge.Probed("payments", edge("stays-out", new Target.OfService("payments", "api")),
                "service payments/api", "stranger-1",
                List.of(new PlannedEdge.Path(direct, serving, readiness, DECLARED),
                        new PlannedEdge.Path(proxied, true, Readiness.ABSENT, DECLARED)));
    }

    @Test
    void namesThePodsWithTheIdentityThatPoliciesWillSee() {
        assertThat(shown(Set.of(), probed(true, Readiness.ABSENT))).isEqualTo(ExitCode.CONFORMS);
        assertThat(text.toString()).startsWith("Would launch 1 probe pod\n").contains(
                "payments  stranger-1  labels {app=stranger, tier=web}, service account robot");
    }

    @Test
    void saysWhatLaunchingThemDoes() {
        new PlanReport(new Terminal(new PrintWriter(text), false))
                .show(new Plan(List.of(), List.of(), List.of(), Set.of(), List.of("an autoscaler holds its scale")));

        assertThat(text.toString()).contains("  remark an autoscaler holds its scale");
    }

    @Test
    void namesEachAddressOfAnEdge() {
        shown(Set.of(), probed(false, Readiness.PROVED));

        assertThat(text.toString()).contains("stays-out", "stranger → api 8080/TCP", "deny   tcp from stranger-1",
                "10.1.2.3:8080/TCP  pod payments/api-0  declared denied  (takes no traffic now)  (readiness probe proves it listens)",
                "by proxy 10.96.0.9:3128/TCP");
    }

    @Test
    void anEdgeThatCannotBeTriedIsNoSuccess() {
        PlannedEdge obstructed = new PlannedEdge.Obstructed("payments",
                edge("stays-out", new Target.OfService("payments", "api")), "service payments/api", "no endpoints",
                "Look at the selector.");

        assertThat(shown(Set.of(), obstructed)).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(text.toString()).contains("cannot be tried", "no endpoints. Look at the selector.");
    }

    @Test
    void aNameThatWillBeResolvedIsNoObstacle() {
        PlannedEdge later = new PlannedEdge.Obstructed("payments", edge("no-internet", new Target.Host("example.org")),
                "example.org", "not resolved", "");

        assertThat(shown(Set.of("example.org"), later)).isEqualTo(ExitCode.CONFORMS);
        assertThat(text.toString()).contains("at the addresses of example.org, resolved at run time");
    }

    @Test
    void aMistakeIsUsageWithItsPlace() {
        PlannedEdge mistaken = new PlannedEdge.Mistaken("payments",
                edge("stays-out", new Target.OfService("payments", "api")), "service payments/api",
                "the service has no port 8080", "It has 80.");
        PlannedEdge obstructed = new PlannedEdge.Obstructed("payments",
                edge("later", new Target.OfService("payments", "api")), "service payments/api", "no endpoints", "");

        assertThat(shown(Set.of(), mistaken, obstructed)).isEqualTo(ExitCode.USAGE);
        assertThat(text.toString()).contains("MISTAKE", "payments.yaml:7:5", "has no port 8080. It has 80.");
    }
}
