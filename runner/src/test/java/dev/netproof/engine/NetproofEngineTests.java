package dev.netproof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.Verdict;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import dev.netproof.plan.Edges;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

class NetproofEngineTests {

    private static final ConnectivityMatrix MATRIX = Edges.matrix(Edges.allow("pays", Edges.CHECKOUT),
            Edges.deny("leaks", Edges.STRANGER), Edges.deny("unproven", Edges.STRANGER),
            Edges.deny("watched", Edges.STRANGER).monitored());

    private static void conduct(List<ConnectivityMatrix> matrices, EvidenceSink events) throws IOException {
        for (ConnectivityMatrix matrix : matrices) {
            for (Edge edge : matrix.edges()) {
                events.edge(evidence(matrix.name(), edge));
            }
        }
    }

    private static EdgeEvidence evidence(String matrix, Edge edge) {
        Verdict verdict = switch (edge.id()) {
            case "leaks", "watched" -> verdict(FindingId.LEAK, Weight.VIOLATION, "was open");
            case "unproven" -> verdict(FindingId.UNCONTROLLED_DENY, Weight.INCONCLUSIVE, "nothing listened");
            default -> Verdict.of("open", List.of());
        };
        return new EdgeEvidence(matrix, edge.id(), edge.position(), new Party(edge.source().peer(), ""),
                new Party(edge.destination().peer(), ""), edge.port().toString(), ProbeKind.TCP, edge.expected(),
                edge.mode(), edge.severity(), Set.of(), edge.governance(), verdict, List.of(), List.of(), Instant.EPOCH,
                Duration.ZERO);
    }

    private static Verdict verdict(FindingId id, Weight weight, String message) {
        return Verdict.of(message, List.of(new Finding(id, weight, message, "")));
    }

    private static EngineExecutionResults execute(Conductor conductor) {
        return EngineTestKit.engine(new NetproofEngine(List.of(MATRIX), conductor)).execute();
    }

    @Test
    void anEdgeThatConformsSucceeds() {
        execute((matrices, events, cancelled) -> conduct(matrices, events)).testEvents()
                .assertStatistics(stats -> stats.started(4).succeeded(1).failed(2).aborted(1).skipped(0));
    }

    @Test
    void aViolationIsAFailureAndAnInconclusiveEdgeAnError() {
        EngineExecutionResults results = execute((matrices, events, cancelled) -> conduct(matrices, events));

        results.testEvents()
                .assertThatEvents()
                .haveExactly(1, event(test("leaks"),
                        finishedWithFailure(instanceOf(AssertionFailedError.class), message("leak: was open"))))
                .haveExactly(1,
                        event(test("unproven"), finishedWithFailure(instanceOf(InconclusiveException.class),
                                message("uncontrolled-deny: nothing listened"))));
    }

    @Test
    void aUniqueIdNarrowsTheRunToWhatItNames() {
        List<String> conducted = new ArrayList<>();
        Conductor conductor = (matrices, events, cancelled) -> {
            matrices.forEach(matrix -> matrix.edges().forEach(edge -> conducted.add(edge.id())));
            conduct(matrices, events);
        };
        UniqueId stranger = UniqueId.forEngine(NetproofEngine.ID)
                .append("matrix", "payments")
                .append("source", "stranger")
                .append("edge", "unproven");

        EngineTestKit.engine(new NetproofEngine(List.of(MATRIX), conductor)).selectors(selectUniqueId(stranger))
                .execute();

        assertThat(conducted).containsExactly("unproven");
    }

    @Test
    void aRunThatBreaksOffLeavesNoEdgeGreenOrMissing() {
        EngineExecutionResults results = execute((matrices, events, cancelled) -> {
            events.edge(evidence(matrices.get(0).name(), matrices.get(0).edges().get(0)));
            throw new IOException("the API server went away");
        });

        results.testEvents().assertStatistics(stats -> stats.started(4).succeeded(1).failed(3));
        results.containerEvents().assertStatistics(stats -> stats.failed(1));
    }

    @Test
    void everyEdgeHasEvidenceOrIsAnError() {
        execute((matrices, events, cancelled) -> {
            // Says nothing of any edge.
        }).testEvents().assertStatistics(stats -> stats.started(4).failed(4));
    }
}
