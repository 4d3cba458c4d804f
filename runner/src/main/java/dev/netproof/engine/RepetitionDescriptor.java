package dev.netproof.engine;

import java.util.Locale;
import java.util.Set;

import dev.netproof.evidence.EdgeEvidence;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/** One repetition of an edge, known since there is evidence of it. */
final class RepetitionDescriptor extends AbstractTestDescriptor {

    private final Set<TestTag> tags;

    RepetitionDescriptor(EdgeDescriptor edge, EdgeEvidence evidence) {
        super(edge.getUniqueId().append(EdgeDescriptor.SEGMENT, evidence.id()),
                evidence.id() + ": " + evidence.source().peer() + " -> " + evidence.target().peer() + " "
                        + evidence.port() + " " + evidence.expected().name().toLowerCase(Locale.ROOT),
                edge.getSource().orElseThrow());
        this.tags = edge.getTags();
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }

    @Override
    public Set<TestTag> getTags() {
        return tags;
    }
}
