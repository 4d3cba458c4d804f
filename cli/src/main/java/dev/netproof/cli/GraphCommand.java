package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.netproof.cluster.Cluster;
import dev.netproof.graph.GraphFormat;
import dev.netproof.manifests.ManifestSnapshot;
import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.snapshot.Snapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(name = "graph", mixinStandardHelpOptions = true, description = "Who may reach whom, by what the policies of a cluster or of manifests declare. Probes nothing.")
final class GraphCommand implements Callable<Integer> {

    @Option(names = "--manifests", paramLabel = "PATH", arity = "1..*", description = "Files and folders of manifests, instead of a cluster.")
    private List<Path> manifests = List.of();

    @Option(names = {"-o",
            "--output"}, paramLabel = "FORMAT", defaultValue = "table", converter = FormatConverter.class, description = "table, csv, json, mermaid or dot. Default: ${DEFAULT-VALUE}")
    private GraphFormat format = GraphFormat.TABLE;

    @Option(names = "--by", paramLabel = "UNIT", defaultValue = "workload", description = "What a node is: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private DeclaredGraph.By by = DeclaredGraph.By.WORKLOAD;

    @Option(names = {"-n",
            "--namespace"}, paramLabel = "NAME", description = "May be repeated. Default: all namespaces")
    private List<String> namespaces = List.of();

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (manifests.isEmpty()) {
            try (Cluster cluster = where.connect()) {
                Set<String> wanted = namespaces.isEmpty() ? cluster.namespaces().keySet() : Set.copyOf(namespaces);
                return write(cluster.snapshot(wanted));
            }
        }
        ManifestSnapshot read = ManifestSnapshot.read(manifests);
        if (!read.problems().isEmpty()) {
            read.problems().forEach(spec.commandLine().getErr()::println);
            return ExitCode.USAGE.code();
        }
        return write(read.snapshot());
    }

    private int write(Snapshot snapshot) throws IOException {
        if (!snapshot.unreadPolicies().isEmpty()) {
            spec.commandLine().getErr().println("netproof: " + snapshot.unreadPolicies()
                    + ". The graph would not be the declared one.");
            return ExitCode.INCONCLUSIVE.code();
        }
        format.write(DeclaredPolicies.of(snapshot).graph(by), spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return ExitCode.CONFORMS.code();
    }

    /** Formats by the names that users type. */
    static final class FormatConverter implements ITypeConverter<GraphFormat> {

        @Override
        public GraphFormat convert(String word) {
            return GraphFormat.named(word)
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no format '" + word + "'. Name table, csv, json, mermaid or dot."));
        }
    }
}
