package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import dev.netproof.audit.Audit;
import dev.netproof.audit.AuditInput;
import dev.netproof.audit.Catalogue;
import dev.netproof.cluster.Cluster;
import dev.netproof.evidence.AuditFinding;
import dev.netproof.manifests.ManifestSnapshot;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.policy.Unevaluated;
import dev.netproof.reports.AuditFormat;
import dev.netproof.reports.AuditReport;
import dev.netproof.snapshot.Snapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "audit", mixinStandardHelpOptions = true, description = "Says what in the policies of a cluster or of manifests is probably not meant. Probes nothing.")
final class AuditCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "MATRIX", description = "Files or folders of matrices that should cover every workload.")
    private List<Path> paths = List.of();

    @Option(names = "--manifests", paramLabel = "PATH", description = "A file or folder of manifests, instead of a cluster. May be repeated.")
    private List<Path> manifests = List.of();

    @Option(names = {"-o",
            "--output"}, paramLabel = "FORMAT", defaultValue = "table", description = "table, json, sarif or junit. Default: ${DEFAULT-VALUE}")
    private AuditFormat format = AuditFormat.TABLE;

    @Option(names = "--fail-on", paramLabel = "SEVERITY", defaultValue = "major", description = "The least severity that makes the exit code 1: blocker, critical, major, minor, trivial or never. Default: ${DEFAULT-VALUE}")
    private FailOn failOn = FailOn.MAJOR;

    @Option(names = {"-n",
            "--namespace"}, paramLabel = "NAME", description = "May be repeated. Default: all namespaces")
    private List<String> namespaces = List.of();

    @Mixin
    private AuditOptions options = new AuditOptions();

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<ConnectivityMatrix> matrices = paths.isEmpty() ? List.of()
                : Matrices.read(paths, spec.commandLine().getErr());
        if (manifests.isEmpty()) {
            try (Cluster cluster = where.connect()) {
                Set<String> wanted = namespaces.isEmpty() ? cluster.namespaces().keySet() : withDns(namespaces);
                return audit(cluster.snapshot(wanted),
                        namespaces.isEmpty() ? AuditInput.Extent.CLUSTER : AuditInput.Extent.NAMESPACES,
                        Matrices.expand(matrices, cluster), AuditInput.Locator.NOWHERE, List.of());
            }
        }
        Optional<ManifestSnapshot> found = Manifests.read(manifests, spec.commandLine().getErr());
        if (found.isEmpty()) {
            return ExitCode.USAGE.code();
        }
        ManifestSnapshot read = found.get();
        return audit(read.snapshot(), AuditInput.Extent.MANIFESTS, Matrices.expand(matrices, labels(read.snapshot())),
                read.places()::find, read.unread());
    }

    /** Policies open DNS in a namespace of the cluster's own. */
    private static Set<String> withDns(List<String> namespaces) {
        Set<String> all = new TreeSet<>(namespaces);
        all.add("kube-system");
        return all;
    }

    private static Map<String, Map<String, String>> labels(Snapshot snapshot) {
        Map<String, Map<String, String>> labels = new HashMap<>();
        snapshot.namespaces().forEach(namespace -> {
            Map<String, String> own = new HashMap<>(
                    Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of()));
            own.put("kubernetes.io/metadata.name", namespace.getMetadata().getName());
            labels.put(namespace.getMetadata().getName(), own);
        });
        return labels;
    }

    int audit(Snapshot snapshot, AuditInput.Extent extent, List<ConnectivityMatrix> matrices,
            AuditInput.Locator locator, List<Unevaluated> unread) throws IOException {
        if (!snapshot.unreadPolicies().isEmpty()) {
            spec.commandLine().getErr().println("netproof: " + snapshot.unreadPolicies()
                    + ". The audit would leave out what it has not read. Grant the right to list it.");
            return ExitCode.INCONCLUSIVE.code();
        }
        List<AuditFinding> findings = Audit.of(new AuditInput(snapshot, extent, Set.copyOf(namespaces), options.read(),
                matrices, LocalDate.now(Clock.systemUTC()), locator, unread));
        AuditReport report = new AuditReport(Version.current(), Catalogue.texts(), findings, failOn.severity());
        format.write(report, spec.commandLine().getOut());
        return report.fails() ? ExitCode.VIOLATED.code() : ExitCode.CONFORMS.code();
    }
}
