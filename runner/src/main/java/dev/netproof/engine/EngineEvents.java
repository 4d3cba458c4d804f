package dev.netproof.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Verdict;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Turns each edge's evidence into the events of its descriptor. */
final class EngineEvents implements EvidenceSink {

    private final EngineExecutionListener listener;
    private final Map<String, EdgeDescriptor> edges = new HashMap<>();
    private final Set<EdgeDescriptor> finished = new HashSet<>();

    EngineEvents(TestDescriptor engine, EngineExecutionListener listener) {
        this.listener = listener;
        for (TestDescriptor matrix : engine.getChildren()) {
            for (TestDescriptor source : matrix.getChildren()) {
                for (TestDescriptor edge : source.getChildren()) {
                    edges.put(key(((MatrixDescriptor) matrix).matrix().name(), ((EdgeDescriptor) edge).edge().id()),
                            (EdgeDescriptor) edge);
                }
            }
        }
    }

    @Override
    public void begin(RunHeader header) {
        // What is true of the whole run is no event of a test.
    }

    @Override
    public void edge(EdgeEvidence evidence) {
        EdgeDescriptor descriptor = edges.get(key(evidence.matrix(), evidence.id()));
        if (descriptor == null || !finished.add(descriptor)) {
            return;
        }
        listener.executionStarted(descriptor);
        Verdict verdict = evidence.verdict();
        listener.reportingEntryPublished(descriptor, ReportEntry.from("netproof.verdict", verdict.summary()));
        listener.executionFinished(descriptor, result(evidence));
    }

    private static TestExecutionResult result(EdgeEvidence evidence) {
        Verdict verdict = evidence.verdict();
        String message = verdict.findings()
                .stream()
                .filter(finding -> finding.weight() != Finding.Weight.REMARK)
                .map(finding -> finding.id().id() + ": " + finding.message())
                .collect(Collectors.joining("\n"));
        return switch (verdict.result()) {
            case CONFORMS -> TestExecutionResult.successful();
            case VIOLATED -> evidence.enforced()
                    ? TestExecutionResult.failed(
                            new AssertionFailedError(message, evidence.expected(), verdict.summary()))
                    : TestExecutionResult.aborted(new TestAbortedException("monitored: " + message));
            case INCONCLUSIVE -> evidence.enforced()
                    ? TestExecutionResult.failed(new InconclusiveException(message))
                    : TestExecutionResult.aborted(new TestAbortedException("monitored: " + message));
        };
    }

    /**
     * Every edge that the run said nothing of is an error, but for implied ones: a plan leaves those out that turn out to be
     * what a written edge speaks of.
     */
    void finish() {
        for (EdgeDescriptor descriptor : List.copyOf(edges.values())) {
            if (descriptor.edge().isImplied() && finished.add(descriptor)) {
                listener.executionSkipped(descriptor, "an edge of the matrix speaks of this connection");
            }
        }
        failRest("the run ended without evidence of this edge");
    }

    /** Every edge that brought no evidence is an error: a run that broke off must not look like a shorter run. */
    void failRest(String reason) {
        for (EdgeDescriptor descriptor : List.copyOf(edges.values())) {
            if (finished.add(descriptor)) {
                listener.executionStarted(descriptor);
                listener.executionFinished(descriptor, TestExecutionResult.failed(new InconclusiveException(reason)));
            }
        }
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
