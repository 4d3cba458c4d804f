package dev.netproof.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;

/** Matrices that a request selects by one class, file or folder, or by configuration, and which of their edges. */
final class Selected {

    private final TestDescriptor container;
    private final List<Path> paths;
    private final Set<TestTag> tags;
    private final List<Predicate<EdgeDescriptor>> parts = new ArrayList<>();
    private boolean whole;

    Selected(TestDescriptor container, List<Path> paths, Set<TestTag> tags) {
        this.container = container;
        this.paths = List.copyOf(paths);
        this.tags = Set.copyOf(tags);
    }

    /** Selects every edge. */
    void all() {
        whole = true;
    }

    /** Selects these edges, besides others. */
    void add(Predicate<EdgeDescriptor> part) {
        parts.add(part);
    }

    TestDescriptor container() {
        return container;
    }

    List<Path> paths() {
        return paths;
    }

    Set<TestTag> tags() {
        return tags;
    }

    boolean takes(EdgeDescriptor edge) {
        return whole || parts.stream().anyMatch(part -> part.test(edge));
    }

    /** Whether the file is one of those named, or lies below one of them. */
    boolean holds(Path file) {
        return paths.stream().anyMatch(path -> real(file).startsWith(real(path)));
    }

    private static Path real(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
