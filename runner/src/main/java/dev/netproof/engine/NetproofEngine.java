package dev.netproof.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.reader.MatrixExpansion;
import dev.netproof.run.Progress;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * The JUnit Platform engine {@code netproof}: matrices are containers of source peers, which are containers of edges.
 *
 * <p>Unique ids read {@code [engine:netproof]/[matrix:payments]/[source:checkout]/[edge:checkout-pays]}, with the class or
 * file by which a matrix was selected before it, if it was; a unique id selector narrows a run to what it names.
 */
public final class NetproofEngine implements TestEngine {

    /** The engine's id. */
    public static final String ID = "netproof";

    private final BiConsumer<EngineDiscoveryRequest, TestDescriptor> discovery;
    private final Function<ExecutionRequest, Conductor> conductors;

    /**
     * The engine of builds and IDEs: runs the matrices that a request selects, as its configuration parameters say, in the
     * cluster and with the sinks that the class path offers.
     *
     * <p>Selected are classes with {@link ConnectivityMatrices}, by themselves or by package, module or class path root;
     * files and folders of matrices, and single lines of a file; unique ids; and without any selector what
     * {@code netproof.matrices} names. What is wrong with a matrix or a parameter is a discovery issue.
     */
    public NetproofEngine() {
        this(Providers::found);
    }

    /** Likewise, with providers other than those of the class path. */
    NetproofEngine(Supplier<Providers> providers) {
        this.discovery = (request, engine) -> new RequestedMatrices(request, providers.get(), engine).discover();
        this.conductors = request -> new ConfiguredRun(request.getConfigurationParameters(), providers.get(),
                remarks(request));
    }

    /**
     * An engine for these matrices.
     *
     * @param matrices to be discovered, already validated
     */
    public NetproofEngine(List<ConnectivityMatrix> matrices, Conductor conductor) {
        List<ConnectivityMatrix> given = List.copyOf(matrices);
        this.discovery = (request, engine) -> describe(given, request, engine);
        this.conductors = request -> conductor;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        EngineDescriptor engine = new EngineDescriptor(uniqueId, "Netproof");
        discovery.accept(request, engine);
        return engine;
    }

    private static void describe(List<ConnectivityMatrix> matrices, EngineDiscoveryRequest request,
            TestDescriptor engine) {
        List<UniqueId> selected = request.getSelectorsByType(UniqueIdSelector.class)
                .stream()
                .map(UniqueIdSelector::getUniqueId)
                .toList();
        for (ConnectivityMatrix matrix : matrices) {
            MatrixDescriptor descriptor = MatrixDescriptor.of(engine.getUniqueId(), matrix, Set.of(),
                    test -> selected.isEmpty() || selected.stream().anyMatch(id -> test.getUniqueId().hasPrefix(id)));
            if (!descriptor.getChildren().isEmpty()) {
                engine.addChild(descriptor);
            }
        }
    }

    @Override
    public void execute(ExecutionRequest request) {
        TestDescriptor engine = request.getRootTestDescriptor();
        EngineExecutionListener listener = request.getEngineExecutionListener();
        List<MatrixDescriptor> matrices = matrices(engine);
        EngineEvents events = new EngineEvents(matrices, listener);
        start(engine, listener);
        TestExecutionResult result = TestExecutionResult.successful();
        try {
            if (!matrices.isEmpty()) {
                conductors.apply(request)
                        .conduct(remaining(matrices), events, request.getCancellationToken()::isCancellationRequested);
            }
            events.finish();
        } catch (IOException | RuntimeException e) {
            events.failRest("the run broke off: " + e.getMessage());
            result = TestExecutionResult.failed(e);
        }
        for (TestDescriptor child : engine.getChildren()) {
            finish(child, listener);
        }
        listener.executionFinished(engine, result);
    }

    private static void start(TestDescriptor container, EngineExecutionListener listener) {
        if (container.isContainer()) {
            listener.executionStarted(container);
            container.getChildren().forEach(child -> start(child, listener));
        }
    }

    /** Edges have their results from the evidence. */
    private static void finish(TestDescriptor container, EngineExecutionListener listener) {
        if (!(container instanceof EdgeDescriptor)) {
            container.getChildren().forEach(child -> finish(child, listener));
            listener.executionFinished(container, TestExecutionResult.successful());
        }
    }

    private static List<MatrixDescriptor> matrices(TestDescriptor engine) {
        return engine.getDescendants()
                .stream()
                .filter(MatrixDescriptor.class::isInstance)
                .map(MatrixDescriptor.class::cast)
                .toList();
    }

    /** What discovery and the Launcher's filters have left; a matrix that was selected twice is run once. */
    private static List<ConnectivityMatrix> remaining(List<MatrixDescriptor> descriptors) {
        Map<ConnectivityMatrix, Set<String>> left = new LinkedHashMap<>();
        for (MatrixDescriptor descriptor : descriptors) {
            descriptor.edges()
                    .forEach(test -> left.computeIfAbsent(descriptor.matrix(), matrix -> new HashSet<>())
                            .add(test.edge().id()));
        }
        List<ConnectivityMatrix> remaining = new ArrayList<>();
        left.forEach((matrix, ids) -> {
            List<Edge> edges = matrix.edges().stream().filter(edge -> ids.contains(edge.id())).toList();
            boolean repeats = edges.stream().anyMatch(MatrixExpansion::repeats);
            remaining.add(matrix.with(edges, repeats ? matrix.repetitions() : List.of()));
        });
        return remaining;
    }

    /** Nobody watches a build step by step: only what must be known is told, as an entry of the engine. */
    private static Progress remarks(ExecutionRequest request) {
        return new Progress() {
            @Override
            public void step(String line) {
                // The next one follows in a moment, and the result at the end.
            }

            @Override
            public void remark(String line) {
                request.getEngineExecutionListener()
                        .reportingEntryPublished(request.getRootTestDescriptor(),
                                ReportEntry.from("netproof.remark", line));
            }
        };
    }
}
