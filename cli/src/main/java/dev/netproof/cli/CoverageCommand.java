package dev.netproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import dev.netproof.cluster.Cluster;
import dev.netproof.coverage.CoverageMeter;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.manifests.ManifestSnapshot;
import dev.netproof.manifests.Staging;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Namespaces;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.Planner;
import dev.netproof.run.MistakenMatrixException;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.verdict.Judge;
import io.fabric8.kubernetes.api.model.Namespace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "coverage", mixinStandardHelpOptions = true, description = "Which mistakes in the policies of a cluster or of manifests the matrices would notice, and the edges that would notice the rest. "
        + "Probes nothing.")
final class CoverageCommand implements Callable<Integer> {

    /** How to write it. */
    enum Format {
        TABLE, JSON
    }

    @Parameters(arity = "1..*", paramLabel = "MATRIX", description = "Files, or folders that are searched for YAML.")
    private List<Path> paths = List.of();

    @Option(names = "--manifests", paramLabel = "PATH", description = "A file or folder of manifests, instead of a cluster. May be repeated.")
    private List<Path> manifests = List.of();

    @Option(names = {"-n",
            "--namespace"}, paramLabel = "NAME", description = "Of a cluster, the policies of this namespace, too. May be repeated. Default: the namespaces of the matrices.")
    private Set<String> namespaces = Set.of();

    @Option(names = {"-o",
            "--output"}, paramLabel = "FORMAT", defaultValue = "table", description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format = Format.TABLE;

    @Option(names = "--all", description = "Tell in the table what is noticed, and by which edges, and what is not counted, too.")
    private boolean all;

    @Option(names = "--fail-under", paramLabel = "PERCENT", description = "End with 1 if less is noticed.")
    private double failUnder;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (failUnder < 0 || failUnder > 100 || Double.isNaN(failUnder)) {
            throw new ParameterException(spec.commandLine(),
                    "--fail-under " + failUnder + " is no percentage. Write a number from 0 to 100.");
        }
        List<ConnectivityMatrix> read = Matrices.read(paths, spec.commandLine().getErr());
        if (manifests.isEmpty()) {
            try (Cluster cluster = where.connect()) {
                List<ConnectivityMatrix> matrices = Matrices.expand(read, cluster);
                Set<String> wanted = new TreeSet<>(Namespaces.read(matrices));
                wanted.addAll(namespaces);
                Snapshot snapshot = cluster.snapshot(wanted);
                return measure(matrices, snapshot, snapshot).code();
            }
        }
        Optional<ManifestSnapshot> found = Manifests.read(manifests, spec.commandLine().getErr());
        if (found.isEmpty()) {
            return ExitCode.USAGE.code();
        }
        Manifests.warn(found.get().unread(), spec.commandLine().getErr());
        Staging staging = Staging.of(found.get().snapshot());
        return measure(Matrices.expand(read, () -> labels(staging.planned())), staging.planned(), staging.real())
                .code();
    }

    private static Map<String, Map<String, String>> labels(Snapshot snapshot) {
        Map<String, Map<String, String>> labels = new HashMap<>();
        for (Namespace namespace : snapshot.namespaces()) {
            String name = namespace.getMetadata().getName();
            Map<String, String> own = new HashMap<>(
                    Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of()));
            own.put("kubernetes.io/metadata.name", name);
            labels.put(name, own);
        }
        return labels;
    }

    private ExitCode measure(List<ConnectivityMatrix> matrices, Snapshot planned, Snapshot real) {
        PrintWriter err = spec.commandLine().getErr();
        if (!real.unreadPolicies().isEmpty()) {
            err.println("netproof: " + real.unreadPolicies()
                    + ". Coverage of the other policies would not be that of the cluster.");
            return ExitCode.INCONCLUSIVE;
        }
        Plan plan = new Planner(planned, Map.of()).plan(matrices);
        List<Mistaken> mistakes = plan.edges().stream().filter(Mistaken.class::isInstance).map(Mistaken.class::cast)
                .toList();
        if (!mistakes.isEmpty()) {
            throw new MistakenMatrixException(mistakes);
        }
        Judge judge = new Judge(LocalDate.now(ZoneOffset.UTC));
        PolicyCoverage coverage = new CoverageMeter(planned, real, plan, judge::expected).measure();
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TABLE -> new CoverageReport(Terminal.of(out), all).show(coverage);
            case JSON -> out.print(EvidenceJson.of(coverage));
        }
        out.flush();
        if (coverage.percent() < failUnder) {
            err.println("netproof: coverage is " + coverage.percent() + " %, under " + failUnder
                    + " %. Add the edges that are suggested.");
            return ExitCode.VIOLATED;
        }
        return ExitCode.CONFORMS;
    }
}
