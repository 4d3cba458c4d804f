package dev.netproof.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.netproof.cluster.Cluster;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.plan.Plan;
import dev.netproof.plan.Planner;
import dev.netproof.run.Run;
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
            Plan plan = new Planner(cluster.snapshot(Run.namespaces(matrices)),
                    cluster.surroundings(Run.sources(matrices)), Map.of()).plan(matrices);
            return new PlanReport(Terminal.of(spec.commandLine().getOut())).show(plan).code();
        }
    }
}
