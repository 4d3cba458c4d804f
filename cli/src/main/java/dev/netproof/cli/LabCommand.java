package dev.netproof.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import dev.netproof.lab.Lab;
import dev.netproof.lab.LabOptions;
import dev.netproof.lab.network.EnforcementMode;
import dev.netproof.lab.network.IpFamily;
import dev.netproof.matrix.ConnectivityMatrix;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "lab", mixinStandardHelpOptions = true, description = "A stand-in for a cluster on this machine, with real packets: stays up and prints a kubeconfig, or, with "
        + "--run, probes matrices in it and ends with the run's exit code.")
final class LabCommand implements Callable<Integer> {

    @Option(names = "--manifests", paramLabel = "PATH", arity = "1..*", description = "Files and folders of manifests to apply.")
    private List<Path> manifests = List.of();

    @Option(names = "--run", paramLabel = "MATRIX", arity = "1..*", description = "Probe these matrices, then end.")
    private List<Path> matrices = List.of();

    @Option(names = "--mode", paramLabel = "MODE", defaultValue = "drop", description = "What happens to a packet that policies deny: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private EnforcementMode mode = EnforcementMode.DROP;

    @Option(names = "--ignore-egress", description = "Enforce what policies say of ingress only, as some CNIs do.")
    private boolean ignoreEgress;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "1", description = "How many nodes to simulate, node-1 and so on, 1 to 16. Default: ${DEFAULT-VALUE}")
    private int nodes = 1;

    @Option(names = "--ip-families", paramLabel = "FAMILIES", split = ",", defaultValue = "ipv4", description = "Which addresses pods have: ipv4, or ipv4,ipv6. Default: ${DEFAULT-VALUE}")
    private List<IpFamily> ipFamilies = List.of(IpFamily.IPV4);

    @Option(names = "--policy-delay", paramLabel = "DURATION", defaultValue = "0s", converter = DurationConverter.class, description = "How much later the writing or removal of a policy takes effect. Default: ${DEFAULT-VALUE}")
    private Duration policyDelay = Duration.ZERO;

    @Option(names = "--startup-leak", paramLabel = "DURATION", defaultValue = "0s", converter = DurationConverter.class, description = "How long a new pod is without the protection of the policies that are there. Default: ${DEFAULT-VALUE}")
    private Duration startupLeak = Duration.ZERO;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "0", description = "Of the API server on 127.0.0.1. Default: any free one")
    private int port;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to write the kubeconfig. Default: a temporary folder")
    private @Nullable Path directory;

    @Mixin
    private ProbingOptions how = new ProbingOptions();

    @ParentCommand
    private Netproof netproof = new Netproof();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(spec.commandLine().getOut());
        List<ConnectivityMatrix> read = matrices.isEmpty()
                ? List.of()
                : Matrices.read(matrices, spec.commandLine().getErr());
        try (LabSession session = LabSession.start(options(), manifests, terminal, netproof.cancellation())) {
            if (read.isEmpty()) {
                return stayUp(session.lab(), terminal).code();
            }
            return new RunSession(session.cluster(), how, terminal, Clock.systemUTC(), netproof.cancellation())
                    .run(read).code();
        }
    }

    private LabOptions options() {
        try {
            return new LabOptions(mode, ignoreEgress, nodes, ipFamilies, policyDelay, startupLeak, port,
                    Optional.ofNullable(directory));
        } catch (IllegalArgumentException impossible) {
            throw new ParameterException(spec.commandLine(), String.valueOf(impossible.getMessage()), impossible);
        }
    }

    /** Until somebody ends the process. */
    private ExitCode stayUp(Lab lab, Terminal terminal) {
        terminal.say("The lab is up at " + lab.url() + ". In another shell:");
        terminal.say("  export KUBECONFIG=" + lab.kubeconfig());
        terminal.say("  kubectl get pods -A");
        terminal.say("Ctrl-C ends it and everything in it.");
        netproof.cancellation().enter();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            terminal.say("Ending the lab.");
        } finally {
            netproof.cancellation().leave();
        }
        return ExitCode.INTERRUPTED;
    }
}
