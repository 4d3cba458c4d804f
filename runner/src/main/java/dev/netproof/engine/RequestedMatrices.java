package dev.netproof.engine;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.netproof.evidence.Position;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
import dev.netproof.matrix.yaml.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoveryIssue.Severity;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;

/**
 * Discovers the matrices that a request selects. Reads their files, all of them at once, and asks no cluster: builds and
 * IDEs discover tests often, and on machines that reach none.
 */
final class RequestedMatrices {

    private final EngineDiscoveryRequest request;
    private final Providers providers;
    private final TestDescriptor engine;

    RequestedMatrices(EngineDiscoveryRequest request, Providers providers, TestDescriptor engine) {
        this.request = request;
        this.providers = providers;
        this.engine = engine;
    }

    void discover() {
        List<Path> configured = RunParameters
                .paths(request.getConfigurationParameters().get("netproof.matrices").orElse(""));
        List<Selected> selections = selections(configured);
        if (selections.isEmpty()) {
            return;
        }
        tellOfParameters();
        selections.stream().filter(selection -> selection.paths().isEmpty()).forEach(this::tellOfNoMatrix);
        Set<Path> paths = new LinkedHashSet<>();
        selections.forEach(selection -> paths.addAll(selection.paths()));
        if (paths.isEmpty()) {
            return;
        }
        Reading reading = new MatrixReader().read(List.copyOf(paths));
        reading.problems().forEach(this::tell);
        switch (reading) {
            case Reading.Invalid invalid -> {
                // Told already, and the Launcher runs nothing.
            }
            case Reading.Valid sound -> selections.forEach(selection -> describe(selection, sound.matrices()));
        }
    }

    private List<Selected> selections(List<Path> configured) {
        SelectedResolver[] resolver = new SelectedResolver[1];
        EngineDiscoveryRequestResolver.builder()
                .addClassContainerSelectorResolver(SelectedResolver::isMarked)
                .addSelectorResolver(context -> {
                    resolver[0] = new SelectedResolver(engine, configured, context.getClassNameFilter());
                    return resolver[0];
                })
                .build()
                .resolve(request, engine);
        if (!configured.isEmpty() && request.getSelectorsByType(DiscoverySelector.class)
                .isEmpty()) {
            resolver[0].configured().all();
        }
        return resolver[0].selected();
    }

    private void describe(Selected selection, List<ConnectivityMatrix> matrices) {
        boolean any = false;
        for (ConnectivityMatrix matrix : matrices) {
            if (selection.holds(Path.of(matrix.file()))) {
                MatrixDescriptor descriptor = MatrixDescriptor.of(selection.container().getUniqueId(), matrix,
                        selection.tags(), selection::takes);
                if (!descriptor.getChildren().isEmpty()) {
                    selection.container().addChild(descriptor);
                    any = true;
                }
            }
        }
        if (!any) {
            tell(Severity.ERROR, selection.container().getDisplayName()
                    + ": no edge of its matrices is what was selected. Discover the tests anew: an id or a line may have "
                    + "changed.", null);
        }
    }

    private void tellOfParameters() {
        var parameters = request.getConfigurationParameters();
        RunParameters run = RunParameters.read(parameters, problem -> tell(Severity.ERROR, problem, null));
        if (providers.cluster(run.cluster()).isEmpty()) {
            tell(Severity.ERROR, ConfiguredRun.noSuchCluster(run.cluster(), providers), null);
        }
        for (String key : RunParameters.unknown(parameters)) {
            tell(Severity.WARNING, key + ": there is no such parameter. Those there are: "
                    + String.join(", ", RunParameters.KEYS.stream().sorted().toList()) + ".", null);
        }
    }

    private void tellOfNoMatrix(Selected selection) {
        tell(Severity.ERROR, selection.container().getDisplayName() + ": names no matrix. Write "
                + "@ConnectivityMatrices(\"matrices/payments.yaml\"), or set netproof.matrices.",
                selection.container().getSource().orElse(null));
    }

    private void tell(Problem problem) {
        Position position = problem.position();
        Severity severity = switch (problem.level()) {
            case ERROR -> Severity.ERROR;
            case WARNING -> Severity.WARNING;
        };
        tell(severity, problem.toString(), FileSource.from(new File(position.file()),
                FilePosition.from(position.line(), position.column())));
    }

    private void tell(Severity severity, String message, @Nullable TestSource source) {
        UniqueId id = engine.getUniqueId();
        request.getDiscoveryListener()
                .issueEncountered(id, DiscoveryIssue.builder(severity, message).source(source).build());
    }
}
