package dev.netproof.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * The JUnit Platform engine {@code netproof}: matrices are containers of source peers, which are containers of edges.
 *
 * <p>Unique ids read {@code [engine:netproof]/[matrix:payments]/[source:checkout]/[edge:checkout-pays]}; a unique id selector
 * narrows a run to what it names.
 */
public final class NetproofEngine implements TestEngine {

    /** The engine's id. */
    public static final String ID = "netproof";

    private final List<ConnectivityMatrix> matrices;
    private final Conductor conductor;

    /**
     * An engine for these matrices.
     *
     * @param matrices to be discovered, already validated
     */
    public NetproofEngine(List<ConnectivityMatrix> matrices, Conductor conductor) {
        this.matrices = List.copyOf(matrices);
        this.conductor = conductor;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        EngineDescriptor engine = new EngineDescriptor(uniqueId, "Netproof");
        List<UniqueId> selected = request.getSelectorsByType(UniqueIdSelector.class)
                .stream()
                .map(UniqueIdSelector::getUniqueId)
                .toList();
        for (ConnectivityMatrix matrix : matrices) {
            MatrixDescriptor descriptor = describe(uniqueId, matrix, selected);
            if (!descriptor.getChildren().isEmpty()) {
                engine.addChild(descriptor);
            }
        }
        return engine;
    }

    private static MatrixDescriptor describe(UniqueId parent, ConnectivityMatrix matrix, List<UniqueId> selected) {
        MatrixDescriptor descriptor = new MatrixDescriptor(parent, matrix);
        Map<String, SourceDescriptor> sources = new LinkedHashMap<>();
        for (Edge edge : matrix.edges()) {
            String peer = edge.source().peer();
            SourceDescriptor source = sources.getOrDefault(peer, new SourceDescriptor(descriptor.getUniqueId(), peer));
            EdgeDescriptor test = new EdgeDescriptor(source.getUniqueId(), edge);
            if (selected.isEmpty() || selected.stream().anyMatch(id -> test.getUniqueId().hasPrefix(id))) {
                source.addChild(test);
                sources.put(peer, source);
            }
        }
        sources.values().forEach(descriptor::addChild);
        return descriptor;
    }

    @Override
    public void execute(ExecutionRequest request) {
        TestDescriptor engine = request.getRootTestDescriptor();
        EngineExecutionListener listener = request.getEngineExecutionListener();
        EngineEvents events = new EngineEvents(engine, listener);
        listener.executionStarted(engine);
        for (TestDescriptor matrix : engine.getChildren()) {
            listener.executionStarted(matrix);
            matrix.getChildren().forEach(listener::executionStarted);
        }
        TestExecutionResult result = TestExecutionResult.successful();
        try {
            conductor.conduct(remaining(engine), events, request.getCancellationToken()::isCancellationRequested);
            events.finish();
        } catch (IOException | RuntimeException e) {
            events.failRest("the run broke off: " + e.getMessage());
            result = TestExecutionResult.failed(e);
        }
        for (TestDescriptor matrix : engine.getChildren()) {
            matrix.getChildren()
                    .forEach(source -> listener.executionFinished(source, TestExecutionResult.successful()));
            listener.executionFinished(matrix, TestExecutionResult.successful());
        }
        listener.executionFinished(engine, result);
    }

    /** What discovery and the Launcher's filters have left. */
    private static List<ConnectivityMatrix> remaining(TestDescriptor engine) {
        List<ConnectivityMatrix> remaining = new ArrayList<>();
        for (TestDescriptor child : engine.getChildren()) {
            ConnectivityMatrix matrix = ((MatrixDescriptor) child).matrix();
            Set<String> ids = child.getChildren()
                    .stream()
                    .flatMap(source -> source.getChildren().stream())
                    .map(test -> ((EdgeDescriptor) test).edge().id())
                    .collect(Collectors.toUnmodifiableSet());
            List<Edge> edges = matrix.edges().stream().filter(edge -> ids.contains(edge.id())).toList();
            remaining.add(new ConnectivityMatrix(matrix.name(), matrix.file(), matrix.sha256(), edges));
        }
        return remaining;
    }
}
