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
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Place;
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
import dev.netproof.plan.LivePod;
import dev.netproof.plan.Placement;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.plan.PodResources;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import org.junit.jupiter.api.Test;

class PlanReportTests {

    private static final Declared DECLARED = new Declared(
            new Listener("10.0.0.1", 80, Protocol.TCP, null), Declared.Decision.DENIED, List.of(), List.of(), List.of(),
            List.of(), List.of(), List.of());

    private static final Endpoint POD = new Endpoint(Endpoint.Kind.POD, new Place.Pod("payments", "api-0"), "10.1.2.3",
            8080,
            Protocol.TCP, "uid", "node-a");
    private static final Endpoint PROXY = new Endpoint(Endpoint.Kind.SERVICE, new Place.Service("egress", "proxy"),
            "10.96.0.9", 3128,
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
                new Place.Service("payments", "api"), "stranger-1",
                List.of(new PlannedEdge.Path(direct, serving, readiness, DECLARED),
                        new PlannedEdge.Path(proxied, true, Readiness.ABSENT, DECLARED)));
    }

    @Test
    void namesThePodsWithTheIdentityThatPoliciesWillSee() {
        assertThat(shown(Set.of(), probed(true, Readiness.ABSENT))).isEqualTo(ExitCode.CONFORMS);
        assertThat(text.toString()).startsWith("Would launch 1 probe pod\n").contains(
                "payments  stranger-1  labels {app=stranger, tier=web}, service account robot");
    }

    private static ProbePodPlan within(String key, String pod) {
        return new ProbePodPlan(key, "payments", Map.of(), null, List.of(), Placement.ANYWHERE, false, List.of(),
                PodResources.SMALL, new LivePod("payments", pod, "uid-" + pod, null));
    }

    @Test
    void namesThePodsThatGetAContainerAndWhatThatMeans() {
        Plan plan = new Plan(List.of(within("batch-1", "batch-0")), List.of(probed(true, Readiness.ABSENT)), List.of(),
                Set.of(), List.of());

        new PlanReport(new Terminal(new PrintWriter(text), false)).show(plan, List.of(within("in-api-1", "api-0")));

        assertThat(text.toString()).startsWith("Would launch 0 probe pods\n").contains(
                "Would add an ephemeral container to 2 pods",
                "payments  batch-1  in pod payments/batch-0 to probe from it",
                "payments  in-api-1  in pod payments/api-0 to prove that it listens",
                "stays in the pod's list until the pod goes", "no resource limits");
    }

    @Test
    void namesTheStandInsAndTheirPorts() {
        ProbePodPlan standIn = new ProbePodPlan("ledger-stand-in-1", "books", Map.of("app", "ledger"), null, List.of(),
                null).listening(List.of(443, 8443));
        PlannedEdge awaiting = new PlannedEdge.Awaiting("payments", edge("books", new Target.OfPods("books", Map.of())),
                new Place.Pods("books", Map.of()));

        ExitCode code = new PlanReport(new Terminal(new PrintWriter(text), false))
                .show(new Plan(List.of(standIn), List.of(awaiting), List.of(), Set.of(), List.of()));

        assertThat(code).isEqualTo(ExitCode.CONFORMS);
        assertThat(text.toString()).contains("listens on 443, 8443 in the place of pods that do not run",
                "at a stand-in for api, whose address is known at run time");
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
                edge("stays-out", new Target.OfService("payments", "api")), new Place.Service("payments", "api"),
                "no endpoints",
                "Look at the selector.");

        assertThat(shown(Set.of(), obstructed)).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(text.toString()).contains("cannot be tried", "no endpoints. Look at the selector.");
    }

    @Test
    void aNameThatWillBeResolvedIsNoObstacle() {
        PlannedEdge later = new PlannedEdge.Obstructed("payments", edge("no-internet", new Target.Host("example.org")),
                new Place.Host("example.org"), "not resolved", "");

        assertThat(shown(Set.of("example.org"), later)).isEqualTo(ExitCode.CONFORMS);
        assertThat(text.toString()).contains("at the addresses of example.org, resolved at run time");
    }

    @Test
    void aMistakeIsUsageWithItsPlace() {
        PlannedEdge mistaken = new PlannedEdge.Mistaken("payments",
                edge("stays-out", new Target.OfService("payments", "api")), new Place.Service("payments", "api"),
                "the service has no port 8080", "It has 80.");
        PlannedEdge obstructed = new PlannedEdge.Obstructed("payments",
                edge("later", new Target.OfService("payments", "api")), new Place.Service("payments", "api"),
                "no endpoints", "");

        assertThat(shown(Set.of(), mistaken, obstructed)).isEqualTo(ExitCode.USAGE);
        assertThat(text.toString()).contains("MISTAKE", "payments.yaml:7:5", "has no port 8080. It has 80.");
    }
}
