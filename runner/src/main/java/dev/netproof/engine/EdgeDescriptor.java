package dev.netproof.engine;

import java.io.File;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.netproof.evidence.Position;
import dev.netproof.matrix.Edge;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;

/** An edge, the test itself. */
final class EdgeDescriptor extends AbstractTestDescriptor {

    static final String SEGMENT = "edge";

    private final Edge edge;

    EdgeDescriptor(UniqueId parent, Edge edge) {
        super(parent.append(SEGMENT, edge.id()), displayName(edge), source(edge.position()));
        this.edge = edge;
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

    @Override
    public Type getType() {
        return Type.TEST;
    }

    @Override
    public Set<TestTag> getTags() {
        return edge.tags().stream().filter(TestTag::isValid).map(TestTag::create)
                .collect(Collectors.toUnmodifiableSet());
    }
}
