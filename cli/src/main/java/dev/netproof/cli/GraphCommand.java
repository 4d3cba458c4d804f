package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

import dev.netproof.cluster.Cluster;
import dev.netproof.graph.GraphFormat;
import dev.netproof.manifests.ManifestSnapshot;
import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.Unevaluated;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Pod;
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
            "--output"}, paramLabel = "FORMAT", defaultValue = "table", converter = FormatConverter.class, description = "table, csv, json, mermaid, dot or svg. Default: ${DEFAULT-VALUE}")
    private Rendering rendering = GraphFormat.TABLE::write;

    @Option(names = "--by", paramLabel = "UNIT", defaultValue = "workload", description = "What a node is: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private DeclaredGraph.By by = DeclaredGraph.By.WORKLOAD;

    @Option(names = {"-n",
            "--namespace"}, paramLabel = "NAME", description = "Only pods of this namespace. May be repeated. Default: all namespaces")
    private List<String> namespaces = List.of();

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Writes a whole graph. */
    interface Rendering {
        void write(DeclaredGraph graph, Appendable out) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        if (manifests.isEmpty()) {
            try (Cluster cluster = where.connect()) {
                Set<String> wanted = namespaces.isEmpty() ? cluster.namespaces().keySet() : Set.copyOf(namespaces);
                return write(cluster.snapshot(wanted), "the cluster", UnaryOperator.identity());
            }
        }
        Optional<ManifestSnapshot> read = Manifests.read(manifests, spec.commandLine().getErr());
        return read.isPresent()
                ? write(read.get().snapshot(), "the manifests", graph -> withUnread(graph, read.get()))
                : ExitCode.USAGE.code();
    }

    /** From files, one knows where policies stand, and what else stands there. */
    private DeclaredGraph withUnread(DeclaredGraph graph, ManifestSnapshot read) {
        List<Unevaluated> all = new ArrayList<>();
        for (Unevaluated policy : graph.unevaluated()) {
            String kind = policy.object().kind().replaceFirst("\\..*", "");
            all.add(new Unevaluated(policy.object(), policy.reason(),
                    read.places().find(kind, policy.object().namespace(), policy.object().name(), "")));
        }
        all.addAll(read.unread());
        return graph.with(all);
    }

    private int write(Snapshot snapshot, String origin, UnaryOperator<DeclaredGraph> more) throws IOException {
        Set<String> known = new TreeSet<>();
        snapshot.namespaces().forEach(namespace -> known.add(namespace.getMetadata().getName()));
        snapshot.pods().forEach(pod -> known.add(pod.getMetadata().getNamespace()));
        for (String namespace : namespaces) {
            if (!known.contains(namespace)) {
                return refuse(ExitCode.USAGE, "there is no namespace " + namespace + " in " + origin
                        + (known.isEmpty() ? "." : ", only " + String.join(", ", known) + "."));
            }
        }
        if (!snapshot.unreadPolicies().isEmpty()) {
            return refuse(ExitCode.INCONCLUSIVE,
                    snapshot.unreadPolicies() + ". The graph would not be the declared one.");
        }
        DeclaredGraph graph = more.apply(DeclaredPolicies.of(only(snapshot)).graph(by));
        Manifests.warn(graph.unevaluated(), spec.commandLine().getErr());
        rendering.write(graph, spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return ExitCode.CONFORMS.code();
    }

    private Snapshot only(Snapshot all) {
        if (namespaces.isEmpty()) {
            return all;
        }
        List<Pod> pods = all.pods().stream().filter(pod -> namespaces.contains(pod.getMetadata().getNamespace()))
                .toList();
        return new Snapshot(all.namespaces(), all.workloads(), pods, all.services(), all.endpointSlices(), all.nodes(),
                all.networkPolicies(), all.otherPolicies());
    }

    private int refuse(ExitCode code, String why) {
        spec.commandLine().getErr().println("netproof: " + Terminal.printable(why));
        return code.code();
    }

    /** Formats by the names that users type. */
    static final class FormatConverter implements ITypeConverter<Rendering> {

        @Override
        public Rendering convert(String word) {
            if (word.equals("svg")) {
                return SvgGraph::write;
            }
            GraphFormat format = GraphFormat.named(word)
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no format '" + word + "'. Name table, csv, json, mermaid, dot or svg."));
            return format::write;
        }
    }
}
