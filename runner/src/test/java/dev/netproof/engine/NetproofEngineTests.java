package dev.netproof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.Verdict;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.reader.MatrixExpansion;
import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
import dev.netproof.testkit.Edges;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

class NetproofEngineTests {

    private static final ConnectivityMatrix MATRIX = Edges.matrix(Edges.allow("pays", Edges.CHECKOUT),
            Edges.deny("leaks", Edges.STRANGER), Edges.deny("unproven", Edges.STRANGER),
            Edges.deny("watched", Edges.STRANGER).monitored());

    private static final Endpoint POD = new Endpoint(Endpoint.Kind.POD, new Place.Pod("payments", "api-0"), "10.1.2.3",
            80,
            Protocol.TCP, "uid", "node");

    private static void conduct(List<ConnectivityMatrix> matrices, EvidenceSink events) throws IOException {
        for (ConnectivityMatrix matrix : matrices) {
            for (Edge edge : matrix.edges()) {
                events.edge(evidence(matrix.name(), edge));
            }
        }
    }

    private static EdgeEvidence evidence(String matrix, Edge edge) {
        Verdict verdict = switch (edge.id()) {
            case "leaks", "watched" -> verdict("was open", Weight.VIOLATION, new FindingFacts.Opened(POD,
                    new Observation.Connected(Stage.CONNECT, "succeeded"), 1, 1,
                    Declared.unknown(POD.listener(), "policies were not evaluated")));
            case "unproven" ->
                verdict("nothing listened", Weight.INCONCLUSIVE, new FindingFacts.Uncontrolled(POD, null));
            default -> Verdict.of("open", List.of());
        };
        return new EdgeEvidence(matrix, edge.id(), edge.position(),
                new Party(edge.source().peer(), new Place.Nowhere()),
                new Party(edge.destination().peer(), new Place.Nowhere()), edge.port().toString(), ProbeKind.TCP,
                edge.expected(),
                edge.mode(), edge.severity(), Set.of(), edge.governance(), verdict, List.of(), List.of(), Instant.EPOCH,
                Duration.ZERO);
    }

    private static Verdict verdict(String summary, Weight weight, FindingFacts facts) {
        return Verdict.of(summary, List.of(new Finding(weight, facts)));
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
                        finishedWithFailure(instanceOf(AssertionFailedError.class),
                                message(message -> message.startsWith(
                                        "leak: pod payments/api-0 at 10.1.2.3:80/TCP should be closed and was open")))))
                .haveExactly(1,
                        event(test("unproven"), finishedWithFailure(instanceOf(InconclusiveException.class),
                                message("uncontrolled-deny: pod payments/api-0 at 10.1.2.3:80/TCP is closed, "
                                        + "but nothing proved that it was listening: nothing was tried."))));
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

    @Test
    void whoeverFollowsAFailureComesToTheLineOfTheMatrix() {
        execute((matrices, events, cancelled) -> conduct(matrices, events)).testEvents()
                .failed()
                .stream()
                .map(failed -> failed.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow())
                .forEach(failure -> assertThat(failure.getStackTrace()).singleElement()
                        .hasToString("matrix payments." + edgeOf(failure) + "(matrices/payments.yaml:7)"));
    }

    private static String edgeOf(Throwable failure) {
        return failure instanceof AssertionFailedError ? "leaks" : "unproven";
    }

    @Test
    void aCancelledRunIsToldAndItsEdgesAreErrors() {
        CancellationToken token = CancellationToken.create();
        EngineExecutionResults results = EngineTestKit
                .engine(new NetproofEngine(List.of(MATRIX), (matrices, events, cancelled) -> {
                    assertThat(cancelled.getAsBoolean()).isFalse();
                    token.cancel();
                    assertThat(cancelled.getAsBoolean()).isTrue();
                    throw new CancellationException("interrupted while probing");
                }))
                .cancellationToken(token)
                .execute();

        results.testEvents().assertStatistics(stats -> stats.started(4).failed(4));
    }

    @Nested
    class SelectedByConfiguration {

        private static final String FOLDER = "src/test/resources/engine/";

        private EngineExecutionResults execute(Providers providers, String... matrices) {
            return EngineTestKit.engine(new NetproofEngine(() -> providers))
                    .selectors(Stream.of(matrices).map(file -> selectFile(FOLDER + file))
                            .toArray(DiscoverySelector[]::new))
                    .configurationParameter("netproof.cluster", "broken")
                    .execute();
        }

        @Test
        void aClusterThatCanNotBeHadMakesEveryEdgeAnError() {
            List<String> asked = new ArrayList<>();
            ClusterSource broken = new ClusterSource() {
                @Override
                public String name() {
                    return "broken";
                }

                @Override
                public Session open(Function<String, Optional<String>> parameters) throws IOException {
                    asked.add(parameters.apply("netproof.cluster").orElse(""));
                    throw new IOException("no namespaces on this machine");
                }
            };

            EngineExecutionResults results = execute(new Providers(List.of(broken), List.of()), "shop.yaml",
                    "tenants.yaml");

            assertThat(asked).containsExactly("broken");
            results.testEvents().assertStatistics(stats -> stats.started(4).failed(4));
            results.testEvents().failed().assertThatEvents().allSatisfy(failed -> assertThat(
                    failed.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow()).hasMessage(
                            "the run broke off: no namespaces on this machine"));
            results.containerEvents().assertStatistics(stats -> stats.failed(2));
        }
    }

    @Nested
    class RepeatedEdges {

        private final ConnectivityMatrix tenants = ((Reading.Valid) new MatrixReader()
                .read(List.of(Path.of("src/test/resources/engine/tenants.yaml")))).matrices().getFirst();

        private EngineExecutionResults execute(String... tenantsThere) {
            return EngineTestKit.engine(new NetproofEngine(List.of(tenants), (matrices, events, cancelled) -> {
                var namespaces = Stream.of(tenantsThere)
                        .collect(Collectors.toMap(name -> name, name -> Map.of("tenant", "true")));
                conduct(((Reading.Valid) MatrixExpansion.expand(matrices, namespaces)).matrices(), events);
            })).execute();
        }

        @Test
        void becomeTestsWhenItIsKnownWhatTheyAreRepeatedFor() {
            EngineExecutionResults results = execute("acme", "beta");

            results.testEvents()
                    .assertStatistics(stats -> stats.dynamicallyRegistered(2).started(3).succeeded(3))
                    .assertThatEvents()
                    .haveExactly(1, event(test("pulls.acme"), finishedSuccessfully()))
                    .haveExactly(1, event(test("pulls.beta"), finishedSuccessfully()));
        }

        @Test
        void withoutEvidenceAreErrors() {
            EngineExecutionResults results = EngineTestKit
                    .engine(new NetproofEngine(List.of(tenants), (matrices, events, cancelled) -> {
                        // Says nothing of any edge.
                    })).execute();

            results.testEvents().assertStatistics(stats -> stats.started(1).failed(1));
            results.containerEvents().assertStatistics(stats -> stats.failed(1));
        }
    }
}
