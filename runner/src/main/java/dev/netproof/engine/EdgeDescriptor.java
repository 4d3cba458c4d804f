package dev.netproof.engine;

import java.io.File;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Position;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.reader.MatrixExpansion;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;

/** An edge, the test itself; or the container of what it is repeated for. */
final class EdgeDescriptor extends AbstractTestDescriptor {

    static final String SEGMENT = "edge";

    private final Edge edge;
    private final Set<TestTag> tags;
    private final boolean repeated;

    /** @param inherited tags of the container, besides which the edge has its own */
    EdgeDescriptor(UniqueId parent, Edge edge, Set<TestTag> inherited) {
        super(parent.append(SEGMENT, edge.id()), displayName(edge), source(edge.position()));
        this.edge = edge;
        this.tags = Stream
                .concat(inherited.stream(), edge.tags().stream().filter(TestTag::isValid).map(TestTag::create))
                .collect(Collectors.toUnmodifiableSet());
        this.repeated = MatrixExpansion.repeats(edge);
    }

    private static String displayName(Edge edge) {
        return edge.id() + ": " + edge.source().peer() + " -> " + edge.destination().peer() + " " + edge.port() + " "
                + edge.expected().name().toLowerCase(Locale.ROOT);
    }

    private static FileSource source(Position position) {
        return FileSource.from(new File(position.file()), FilePosition.from(position.line(), position.column()));
    }

    Edge edge() {
        return edge;
    }

    /**
     * Whether it is only known in the cluster what this edge is repeated for: then it is a container, and its tests come
     * when it is executed.
     */
    boolean isRepeated() {
        return repeated;
    }

    /** Whether the evidence is of one repetition of this edge. */
    boolean isRepeatedAs(EdgeEvidence evidence) {
        return repeated && evidence.position().equals(edge.position()) && evidence.id().startsWith(edge.id() + ".");
    }

    @Override
    public Type getType() {
        return repeated ? Type.CONTAINER : Type.TEST;
    }

    @Override
    public boolean mayRegisterTests() {
        return repeated;
    }

    @Override
    public Set<TestTag> getTags() {
        return tags;
    }
}
