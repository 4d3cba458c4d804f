package dev.netproof.reports;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Canary;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Difference;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.LabelRequirement;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.RuleRef;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.Side;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.Verdict;

/** A small run with every kind of verdict, in the words a person would meet. */
final class SampleRun {
    static final Instant START = Instant.parse("2026-11-20T18:00:00.250Z");

    static final RunHeader HEADER = new RunHeader("r-20261120-1800", START.minusSeconds(4), "0.1.0",
            new ClusterIdentity("staging", "v1.36.0", "5d0c4b0e-6a3f-4a3e-9f5e-0b6a7a1f1f11", 3),
            new Canary(Canary.Enforcement.DROPPED, Canary.Enforcement.DROPPED, Duration.ofMillis(48),
                    Duration.ofMillis(61), false, "Policies took effect within 48 ms."),
            "registry.example.org/netproof/probe:0.1.0",
            List.of(new MatrixFile("payments", "matrices/payments.yaml", "ab".repeat(32), 5),
                    new MatrixFile("legacy", "matrices/legacy.yaml", "cd".repeat(32), 1)));

    private static final Endpoint POD = new Endpoint(Endpoint.Kind.POD, new Place.Pod("payments", "payments-api-0"),
            "10.1.2.3", 8080, Protocol.TCP, "77aa", "node-b");
    private static final Declared UNKNOWN = Declared.unknown(POD.listener(), "policies were not evaluated");
    private static final Observation.Closed SILENT = new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT,
            "nc: connect to 10.1.2.3 port 8080 timed out");

    static final EdgeEvidence LEAK = edge("payments", "stranger-out", "stranger", "payments", Expectation.DENY,
            Mode.ENFORCE, Severity.CRITICAL,
            Verdict.of("open to pod payments/payments-api-0 in 12 ms",
                    List.of(leak())),
            new Observation.Connected(Stage.CONNECT, "Connection to 10.1.2.3 8080 port [tcp/*] succeeded!"));

    static final EdgeEvidence BLOCKED = edge("payments", "checkout-pays", "checkout", "payments", Expectation.ALLOW,
            Mode.ENFORCE, Severity.MAJOR,
            Verdict.of("no answer from pod payments/payments-api-0 in 3 s, in 10 rounds",
                    List.of(new Finding(Finding.Weight.VIOLATION, new FindingFacts.Shut(POD, SILENT, UNKNOWN)))),
            new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "nc: connect to 10.1.2.3 port 8080 timed out"));

    /** What policies declare where they are to blame. */
    static final NearestRule NEAREST = new NearestRule(
            new Side(Direction.INGRESS, new Place.Pod("payments", "payments-api-0")),
            new RuleRef(new PolicyRef("NetworkPolicy", "payments", "payments-api"), Direction.INGRESS, 0, ""),
            List.of(new Difference.NamespaceLabel("shop", "store", LabelRequirement.equal("team", "shop"))),
            """
            # A suggestion: review who else these labels select.
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              namespace: payments
            """);

    static final EdgeEvidence INCONCLUSIVE = edge("payments", "no-internet", "payments", "internet", Expectation.DENY,
            Mode.ENFORCE, Severity.MAJOR,
            Verdict.of("closed, but so it may be for everyone",
                    List.of(new Finding(Finding.Weight.INCONCLUSIVE,
                            new FindingFacts.Uncontrolled(POD, new Grounds.ReachedByNone(2))))),
            new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "nc: connect to 10.1.2.3 port 8080 timed out"));

    static final EdgeEvidence MONITORED = edge("legacy", "legacy-exception", "legacy", "payments", Expectation.DENY,
            Mode.MONITOR, Severity.MINOR,
            Verdict.of("open to pod payments/payments-api-0 in 9 ms",
                    List.of(leak())),
            new Observation.Connected(Stage.CONNECT, "succeeded!"));

    static final EdgeEvidence LATE = edge("payments", "payments-resolves", "payments", "dns", Expectation.ALLOW,
            Mode.ENFORCE, Severity.MAJOR,
            Verdict.of("open in 4 ms", List.of(new Finding(Finding.Weight.REMARK,
                    new FindingFacts.OpenedLate(POD, 2, Duration.ofMillis(2100))))),
            new Observation.Connected(Stage.DNS, "kubernetes.default.svc.cluster.local has address 10.96.0.1"));

    static final EdgeEvidence CONFORMING = edge("payments", "stranger-ledger", "stranger", "ledger", Expectation.DENY,
            Mode.ENFORCE, Severity.MAJOR, Verdict.of("closed, and payments reached the same pod", List.of()),
            new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "nc: connect to 10.1.2.9 port 5432 timed out"));

    static final List<EdgeEvidence> EDGES = List.of(CONFORMING, LEAK, MONITORED, BLOCKED, LATE, INCONCLUSIVE);

    private SampleRun() {}

    static void into(EvidenceSink sink) throws IOException {
        sink.begin(HEADER);
        Totals totals = Totals.NONE;
        for (EdgeEvidence edge : EDGES) {
            sink.edge(edge);
            totals = totals.plus(edge);
        }
        sink.end(new RunFooter(START.plusSeconds(9), totals));
    }

    /** The edge, where the policies deny what is agreed for want of a rule. */
    static EdgeEvidence deniedBy(EdgeEvidence edge, List<NearestRule> nearest) {
        return new EdgeEvidence(edge.matrix(), edge.id(), edge.position(), edge.source(), edge.target(), edge.port(),
                edge.probe(), edge.expected(), edge.mode(), edge.severity(), edge.tags(), edge.governance(),
                edge.verdict(), List.of(new Declared(new Listener("10.1.2.3", 8080, Protocol.TCP, "77aa"),
                        Declared.Decision.DENIED,
                        List.of(new Side(Direction.INGRESS, new Place.Pod("payments", "payments-api-0"))),
                        List.of(new PolicyRef("NetworkPolicy", "payments", "default-deny")), List.of(), List.of(),
                        List.of(), nearest)),
                edge.attempts(), edge.controls(), edge.startedAt(), edge.elapsed());
    }

    static EdgeEvidence edge(String matrix, String id, String source, String target, Expectation expected, Mode mode,
            Severity severity, Verdict verdict, Observation observation) {
        ProbePod pod = new ProbePod("shop", "netproof-x7k2", "0f1e", "10.1.1.7", "node-a", Map.of("app", source));
        Endpoint endpoint = POD;
        RawRecord raw = new RawRecord("p1", "nc (openbsd)",
                List.of("nc", "-n", "-v", "-z", "-w", "3", "10.1.2.3", "8080"),
                observation instanceof Observation.Connected ? 0 : 1, "", observation.detail() + "\n", START,
                Duration.ofMillis(3012));
        return new EdgeEvidence(matrix, id, new Position("matrices/" + matrix + ".yaml", 14, 7),
                new Party(source, new Place.Workload("deployment", "shop", source)),
                new Party(target, new Place.Workload("deployment", "payments", target + "-api")), "8080/TCP",
                ProbeKind.TCP, expected,
                mode, severity, Set.of("pci", "gate"),
                new Governance("card data stays inside", "team-payments", "https://tickets.example.org/browse/SEC-412",
                        LocalDate.of(2031, 1, 31)),
                verdict, List.of(new Attempt(1, pod, endpoint, raw, observation)),
                List.of(new Control(Control.Kind.SOURCE_REACHED,
                        new Control.Subject.Source(new Place.Pod("shop", "netproof-x7k2")), true,
                        new Grounds.Contact(new Place.Service("kube-system", "kube-dns"),
                                new Listener("10.96.0.10", 53, Protocol.UDP, null))),
                        new Control(Control.Kind.TARGET_REACHED, new Control.Subject.Address(endpoint.listener()),
                                id.startsWith("stranger"),
                                id.startsWith("stranger")
                                        ? new Grounds.Reached(List.of(new Place.Pod("shop", "netproof-b2")))
                                        : new Grounds.ReachedByNone(2))),
                START, Duration.ofMillis(3012));
    }

    private static Finding leak() {
        return new Finding(Finding.Weight.VIOLATION, new FindingFacts.Opened(POD,
                new Observation.Connected(Stage.CONNECT, "Connection to 10.1.2.3 8080 port [tcp/*] succeeded!"), 1, 1,
                UNKNOWN));
    }
}
