package dev.netproof.engine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DirectorySelector;
import org.junit.platform.engine.discovery.FilePosition;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.DirectorySource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds out which matrices a request selects, without reading them. Leaves alone what is another engine's. */
final class SelectedResolver implements SelectorResolver {

    private final TestDescriptor engine;
    private final List<Path> configured;
    private final Predicate<String> classNames;
    private final Map<UniqueId, Selected> selected = new LinkedHashMap<>();

    /**
     * @param configured the matrices of the configuration
     * @param classNames which classes the request's filters leave
     */
    SelectedResolver(TestDescriptor engine, List<Path> configured, Predicate<String> classNames) {
        this.engine = engine;
        this.configured = List.copyOf(configured);
        this.classNames = classNames;
    }

    /** What was resolved, in its order. */
    List<Selected> selected() {
        return List.copyOf(selected.values());
    }

    /** The matrices of the configuration, without a class. */
    Selected configured() {
        return selected.computeIfAbsent(engine.getUniqueId(), id -> new Selected(engine, configured, Set.of()));
    }

    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        Class<?> type = selector.getJavaClass();
        if (!isMarked(type) || !classNames.test(type.getName())) {
            return Resolution.unresolved();
        }
        return resolved(ofClass(type, context), Selected::all);
    }

    @Override
    public Resolution resolve(FileSelector selector, Context context) {
        if (!mayHoldMatrix(selector.getPath())) {
            return Resolution.unresolved();
        }
        return resolved(ofPath(selector.getPath(), context), file -> selector.getPosition()
                .ifPresentOrElse(position -> file.add(at(position)), file::all));
    }

    @Override
    public Resolution resolve(DirectorySelector selector, Context context) {
        if (!holdsMatrix(selector.getPath())) {
            return Resolution.unresolved();
        }
        return resolved(ofPath(selector.getPath(), context), Selected::all);
    }

    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        UniqueId id = selector.getUniqueId();
        List<UniqueId.Segment> segments = id.getSegments();
        if (segments.size() < 2 || !segments.getFirst().getValue().equals(NetproofEngine.ID)) {
            return Resolution.unresolved();
        }
        UniqueId.Segment first = segments.get(1);
        Optional<Selected> found = switch (first.getType()) {
            case SelectionDescriptor.CLASS -> ReflectionSupport.tryToLoadClass(first.getValue())
                    .toOptional()
                    .filter(SelectedResolver::isMarked)
                    .flatMap(type -> ofClass(type, context));
            case SelectionDescriptor.FILE -> ofPath(Path.of(first.getValue()), context);
            case MatrixDescriptor.SEGMENT -> configured.isEmpty() ? Optional.empty() : Optional.of(configured());
            default -> Optional.empty();
        };
        return resolved(found, one -> one.add(edge -> edge.getUniqueId().hasPrefix(id)
                || (edge.isRepeated() && id.hasPrefix(edge.getUniqueId()))));
    }

    private static Resolution resolved(Optional<Selected> found, Consumer<Selected> select) {
        found.ifPresent(select);
        return found.map(one -> Resolution.match(Match.exact(one.container()))).orElseGet(Resolution::unresolved);
    }

    private static Predicate<EdgeDescriptor> at(FilePosition position) {
        return edge -> edge.edge().position().line() == position.getLine();
    }

    static boolean isMarked(Class<?> type) {
        return AnnotationSupport.isAnnotated(type, ConnectivityMatrices.class);
    }

    private Optional<Selected> ofClass(Class<?> type, Context context) {
        ConnectivityMatrices marker = AnnotationSupport.findAnnotation(type, ConnectivityMatrices.class).orElseThrow();
        List<Path> paths = marker.value().length == 0
                ? configured
                : Arrays.stream(marker.value()).map(Path::of).toList();
        Set<TestTag> tags = Arrays.stream(marker.tags()).map(TestTag::create).collect(Collectors.toUnmodifiableSet());
        return add(SelectionDescriptor.CLASS, type.getName(), type.getSimpleName(), ClassSource.from(type), paths,
                tags, context);
    }

    private Optional<Selected> ofPath(Path path, Context context) {
        Path written = written(path);
        TestSource source = Files.isDirectory(path)
                ? DirectorySource.from(new File(path.toString()))
                : FileSource.from(new File(path.toString()));
        return add(SelectionDescriptor.FILE, written.toString(), written.toString(), source, List.of(written),
                Set.of(), context);
    }

    private Optional<Selected> add(String segment, String value, String name, TestSource source, List<Path> paths,
            Set<TestTag> tags, Context context) {
        Optional<TestDescriptor> container = context.addToParent(parent -> Optional.of(
                new SelectionDescriptor(parent.getUniqueId().append(segment, value), name, source, tags)));
        return container.map(descriptor -> selected.computeIfAbsent(descriptor.getUniqueId(),
                id -> new Selected(descriptor, paths, tags)));
    }

    /** As short as one would type it, so that an id is the same on every machine. */
    private static Path written(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) && !absolute.equals(here) ? here.relativize(absolute) : absolute;
    }

    /** Other engines read files too: one that does not speak of a matrix is none of ours. */
    private static boolean mayHoldMatrix(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            return false;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.contains("netproof.dev/") || line.contains("ConnectivityMatrix"));
        } catch (IOException | UncheckedIOException e) {
            // The reader says what is wrong with it.
            return true;
        }
    }

    private static boolean holdsMatrix(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).anyMatch(SelectedResolver::mayHoldMatrix);
        } catch (IOException | UncheckedIOException e) {
            return true;
        }
    }
}
