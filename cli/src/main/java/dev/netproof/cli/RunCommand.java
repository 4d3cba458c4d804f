package dev.netproof.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

import dev.netproof.cluster.Cluster;
import dev.netproof.matrix.ConnectivityMatrix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "run", mixinStandardHelpOptions = true, description = "Probes every edge of the matrices in a cluster, judges what was seen, and writes the evidence.")
final class RunCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "MATRIX", description = "Files, or folders that are searched for YAML.")
    private List<Path> paths = List.of();

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Mixin
    private ProbingOptions how = new ProbingOptions();

    @ParentCommand
    private Netproof netproof = new Netproof();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<ConnectivityMatrix> matrices = Matrices.read(paths, spec.commandLine().getErr());
        Terminal terminal = Terminal.of(spec.commandLine().getOut());
        try (Cluster cluster = where.connect()) {
            return new RunSession(cluster, how, terminal, Clock.systemUTC(), netproof.cancellation()).run(matrices)
                    .code();
        }
    }
}
