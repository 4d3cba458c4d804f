package dev.netproof.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.Canary;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Difference;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RuleRef;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.Side;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.Verdict;
import dev.netproof.evidence.WantedPort;

/** Evidence of edges that were never probed. */
final class Evidence {

    static final RunHeader HEADER = new RunHeader("r-1", Instant.EPOCH, "0.1.0",
            new ClusterIdentity("staging", "v1.36.0", "uid", 3),
            new Canary(Canary.Enforcement.DROPPED, Canary.Enforcement.DROPPED, Duration.ofMillis(40),
                    Duration.ofMillis(40), false, "ingress enforced (drops), egress enforced (drops)"),
            "probe:1", List.of());

    private Evidence() {}

    static EdgeEvidence conforming(String id) {
        return edge(id, Mode.ENFORCE, "open: the pod answered", List.of());
    }

    static EdgeEvidence leak(String id, Mode mode) {
        return edge(id, mode, "open: 1 of 1 endpoints",
                List.of(opened("b", "succeeded")));
    }

    static EdgeEvidence unproven(String id, Mode mode) {
        return edge(id, mode, "closed: timeout",
                List.of(new Finding(Weight.INCONCLUSIVE, new FindingFacts.Uncontrolled(pod("b"), null))));
    }

    /** Of a pod that was open, and nothing is known to be declared. */
    static Finding opened(String pod, String quote) {
        return new Finding(Weight.VIOLATION, new FindingFacts.Opened(pod(pod),
                new Observation.Connected(Stage.CONNECT, quote), 1, 1,
                Declared.unknown(pod(pod).listener(), "policies were not evaluated")));
    }

    static Endpoint pod(String name) {
        return new Endpoint(Endpoint.Kind.POD, new Place.Pod("a", name), "10.0.0.1", 8080, Protocol.TCP, null, null);
    }

    static EdgeEvidence missingAllow(String id) {
        PolicyRef policy = new PolicyRef("NetworkPolicy", "a", "api");
        Place pod = new Place.Pod("a", "b");
        Side side = new Side(Direction.INGRESS, pod);
        Declared denied = new Declared(new Listener("10.0.0.1", 8080, Protocol.TCP, null), Declared.Decision.DENIED,
                List.of(side), List.of(policy), List.of(), List.of(), List.of(),
                List.of(new NearestRule(side, new RuleRef(policy, Direction.INGRESS, 0, ""),
                        List.of(new Difference.Port(Difference.Port.Kind.PORT, "TCP", 8080, pod,
                                List.of(new WantedPort.Range("TCP", 9090, 9090)))),
                        "kind: NetworkPolicy")));
        return edge(id, Expectation.ALLOW, Mode.ENFORCE, "0 of 1 endpoints open",
                List.of(new Finding(Weight.VIOLATION, new FindingFacts.Shut(pod("b"),
                        new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "timed out"), denied.withoutNearest()))),
                List.of(denied));
    }

    static EdgeEvidence edge(String id, Mode mode, String summary, List<Finding> findings) {
        return edge(id, Expectation.DENY, mode, summary, findings, List.of());
    }

    private static EdgeEvidence edge(String id, Expectation expected, Mode mode, String summary,
            List<Finding> findings, List<Declared> declared) {
        return new EdgeEvidence("payments", id, new Position("matrices/payments.yaml", 14, 7),
                new Party("stranger", new Place.Labels("payments", Map.of("app", "stranger"))),
                new Party("payments", new Place.Service("payments", "payments")),
                "8080/TCP", ProbeKind.TCP, expected, mode, Severity.CRITICAL, Set.of(),
                new Governance("a namespace is no reason to be trusted", "payments", null, (LocalDate) null),
                Verdict.of(summary, findings), declared, List.of(), List.of(), Instant.EPOCH, Duration.ofMillis(12));
    }
}
