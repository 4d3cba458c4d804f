package dev.netproof.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;

import dev.netproof.cluster.Cluster;
import dev.netproof.control.FromWithin;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Namespaces;
import dev.netproof.plan.LaunchFacts;
import dev.netproof.plan.Plan;
import dev.netproof.plan.Planner;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.verdict.Judge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "plan", mixinStandardHelpOptions = true, description = "Says what a run would launch and probe. Creates nothing in the cluster.")
final class PlanCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "MATRIX", description = "Files, or folders that are searched for YAML.")
    private List<Path> paths = List.of();

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Mixin
    private EphemeralOptions ephemeral = new EphemeralOptions();

    @Option(names = "--no-declared", description = "Read no policies; what is declared stays unknown.")
    private boolean noDeclared;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<ConnectivityMatrix> read = Matrices.read(paths, spec.commandLine().getErr());
        try (Cluster connected = where.connect()) {
            Cluster cluster = noDeclared ? connected.withoutPolicies() : connected;
            List<ConnectivityMatrix> matrices = Matrices.expand(read, cluster);
            Snapshot snapshot = cluster.snapshot(Namespaces.read(matrices));
            Plan plan = new Planner(snapshot, cluster.surroundings(Namespaces.launched(matrices)), LaunchFacts.NOTHING,
                    ephemeral.use()).plan(matrices);
            List<ProbePodPlan> controls = FromWithin.pods(plan, snapshot, ephemeral.use(),
                    new Judge(LocalDate.now(ZoneOffset.UTC))::expected);
            return new PlanReport(Terminal.of(spec.commandLine().getOut())).show(plan, controls).code();
        }
    }
}
