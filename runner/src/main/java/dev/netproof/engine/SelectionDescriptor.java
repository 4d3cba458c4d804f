package dev.netproof.engine;

import java.util.Set;

import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/** A class, file or folder that was selected, the container of its matrices. */
final class SelectionDescriptor extends AbstractTestDescriptor {

    static final String CLASS = "class";
    static final String FILE = "file";

    private final Set<TestTag> tags;

    /** @param id its last segment is the class's name, or the path */
    SelectionDescriptor(UniqueId id, String name, TestSource source, Set<TestTag> tags) {
        super(id, name, source);
        this.tags = Set.copyOf(tags);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    /** Else a class whose matrices are invalid would count as one without tests, and a build would pass over it. */
    @Override
    public boolean mayRegisterTests() {
        return getChildren().isEmpty();
    }

    /** Which build tools take for the name of the class. */
    @Override
    public String getLegacyReportingName() {
        return getUniqueId().getLastSegment().getValue();
    }

    @Override
    public Set<TestTag> getTags() {
        return tags;
    }
}
