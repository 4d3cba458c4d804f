package dev.netproof.engine;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/** A source peer, the container of the edges that start there. */
final class SourceDescriptor extends AbstractTestDescriptor {

    static final String SEGMENT = "source";

    SourceDescriptor(UniqueId parent, String peer) {
        super(parent.append(SEGMENT, peer), "from " + peer);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }
}
