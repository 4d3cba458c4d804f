package dev.netproof.engine;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.FileSource;

/** A matrix, the container of its sources. */
final class MatrixDescriptor extends AbstractTestDescriptor {

    static final String SEGMENT = "matrix";

    private final ConnectivityMatrix matrix;

    private MatrixDescriptor(UniqueId parent, ConnectivityMatrix matrix) {
        super(parent.append(SEGMENT, matrix.name()), matrix.name(), FileSource.from(new File(matrix.file())));
        this.matrix = matrix;
    }

    /**
     * A matrix with its sources and edges.
     *
     * @param tags of every edge, besides its own
     * @param selected a source without a selected edge is left out
     */
    static MatrixDescriptor of(UniqueId parent, ConnectivityMatrix matrix, Set<TestTag> tags,
            Predicate<EdgeDescriptor> selected) {
        MatrixDescriptor descriptor = new MatrixDescriptor(parent, matrix);
        Map<String, SourceDescriptor> sources = new LinkedHashMap<>();
        for (Edge edge : matrix.edges()) {
            String peer = edge.source().peer();
            SourceDescriptor source = sources.getOrDefault(peer, new SourceDescriptor(descriptor.getUniqueId(), peer));
            EdgeDescriptor test = new EdgeDescriptor(source.getUniqueId(), edge, tags);
            if (selected.test(test)) {
                source.addChild(test);
                sources.put(peer, source);
            }
        }
        sources.values().forEach(descriptor::addChild);
        return descriptor;
    }

    ConnectivityMatrix matrix() {
        return matrix;
    }

    /** What discovery and the Launcher's filters have left of it. */
    Stream<EdgeDescriptor> edges() {
        return getChildren().stream().flatMap(source -> source.getChildren().stream()).map(EdgeDescriptor.class::cast);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }
}
