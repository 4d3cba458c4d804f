package dev.netproof.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Verdict;
import dev.netproof.evidence.text.Wording;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Turns each edge's evidence into the events of its descriptor. */
final class EngineEvents implements EvidenceSink {

    private final EngineExecutionListener listener;

    /** By matrix and edge: one for each way by which the matrix was selected. */
    private final Map<String, List<EdgeDescriptor>> edges = new LinkedHashMap<>();
    private final Map<String, List<EdgeDescriptor>> repeated = new LinkedHashMap<>();
    private final Set<TestDescriptor> finished = new HashSet<>();

    EngineEvents(List<MatrixDescriptor> matrices, EngineExecutionListener listener) {
        this.listener = listener;
        for (MatrixDescriptor matrix : matrices) {
            String name = matrix.matrix().name();
            matrix.edges().forEach(edge -> {
                if (edge.isRepeated()) {
                    repeated.computeIfAbsent(name, key -> new ArrayList<>()).add(edge);
                } else {
                    edges.computeIfAbsent(key(name, edge.edge().id()), key -> new ArrayList<>()).add(edge);
                }
            });
        }
    }

    @Override
    public void begin(RunHeader header) {
        // What is true of the whole run is no event of a test.
    }

    @Override
    public void edge(EdgeEvidence evidence) {
        for (EdgeDescriptor edge : edges.getOrDefault(key(evidence.matrix(), evidence.id()), List.of())) {
            if (finished.add(edge)) {
                tell(edge, evidence);
            }
        }
        for (EdgeDescriptor edge : repeated.getOrDefault(evidence.matrix(), List.of())) {
            if (edge.isRepeatedAs(evidence)) {
                RepetitionDescriptor repetition = new RepetitionDescriptor(edge, evidence);
                if (finished.add(repetition)) {
                    edge.addChild(repetition);
                    listener.dynamicTestRegistered(repetition);
                    tell(repetition, evidence);
                }
            }
        }
    }

    private void tell(TestDescriptor test, EdgeEvidence evidence) {
        listener.executionStarted(test);
        listener.reportingEntryPublished(test, ReportEntry.from("netproof.verdict", evidence.verdict().summary()));
        listener.executionFinished(test, result(evidence));
    }

    private static TestExecutionResult result(EdgeEvidence evidence) {
        Verdict verdict = evidence.verdict();
        String message = verdict.findings()
                .stream()
                .filter(finding -> finding.weight() != Finding.Weight.REMARK)
                .map(finding -> finding.id().id() + ": " + Wording.ENGLISH.message(finding))
                .collect(Collectors.joining("\n"));
        return switch (verdict.result()) {
            case CONFORMS -> TestExecutionResult.successful();
            case VIOLATED -> evidence.enforced()
                    ? TestExecutionResult.failed(
                            at(evidence, new AssertionFailedError(message, evidence.expected(), verdict.summary())))
                    : monitored(evidence, message);
            case INCONCLUSIVE -> evidence.enforced()
                    ? TestExecutionResult.failed(at(evidence, new InconclusiveException(message)))
                    : monitored(evidence, message);
        };
    }

    private static TestExecutionResult monitored(EdgeEvidence evidence, String message) {
        return TestExecutionResult.aborted(at(evidence, new TestAbortedException("monitored: " + message)));
    }

    /** Whoever follows the trace comes to the line of the matrix, and not to this program. */
    private static <T extends Throwable> T at(EdgeEvidence evidence, T failure) {
        Position position = evidence.position();
        failure.setStackTrace(new StackTraceElement[]{new StackTraceElement("matrix " + evidence.matrix(),
                evidence.id(), position.file(), position.line())});
        return failure;
    }

    /**
     * Every edge that the run said nothing of is an error, but for implied ones: a plan leaves those out that turn out to be
     * what a written edge speaks of.
     */
    void finish() {
        all(edges).filter(edge -> edge.edge().isImplied() && finished.add(edge))
                .forEach(edge -> listener.executionSkipped(edge, "an edge of the matrix speaks of this connection"));
        all(repeated).filter(edge -> edge.edge().isImplied() || !edge.getChildren().isEmpty())
                .filter(finished::add)
                .forEach(edge -> listener.executionFinished(edge, TestExecutionResult.successful()));
        failRest("the run ended without evidence of this edge");
    }

    /** Every edge that brought no evidence is an error: a run that broke off must not look like a shorter run. */
    void failRest(String reason) {
        TestExecutionResult failed = TestExecutionResult.failed(new InconclusiveException(reason));
        all(edges).filter(finished::add).forEach(edge -> {
            listener.executionStarted(edge);
            listener.executionFinished(edge, failed);
        });
        all(repeated).filter(finished::add).forEach(edge -> listener.executionFinished(edge, failed));
    }

    private static Stream<EdgeDescriptor> all(Map<String, List<EdgeDescriptor>> edges) {
        return edges.values().stream().flatMap(List::stream);
    }

    @Override
    public void end(RunFooter footer) {
        // The containers are finished by the engine.
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    private static String key(String matrix, String edge) {
        return matrix + ' ' + edge;
    }
}
