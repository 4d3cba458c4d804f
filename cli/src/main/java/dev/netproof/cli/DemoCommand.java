package dev.netproof.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

import dev.netproof.lab.LabOptions;
import dev.netproof.lab.network.EnforcementMode;
import dev.netproof.lab.network.IpFamily;
import dev.netproof.matrix.ConnectivityMatrix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "demo", mixinStandardHelpOptions = true, description = "Runs the payments example on real packets, in a lab on this machine.")
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--broken", description = "The same example with three mistakes in it, to see how they are caught.")
    private boolean broken;

    @Option(names = "--mode", paramLabel = "MODE", defaultValue = "drop", description = "What happens to a packet that policies deny: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private EnforcementMode mode = EnforcementMode.DROP;

    @Option(names = "--ip-families", paramLabel = "FAMILIES", split = ",", defaultValue = "ipv4", description = "Which addresses pods have: ipv4, or ipv4,ipv6. Default: ${DEFAULT-VALUE}")
    private List<IpFamily> ipFamilies = List.of(IpFamily.IPV4);

    @Mixin
    private ProbingOptions how = new ProbingOptions();

    @ParentCommand
    private Netproof netproof = new Netproof();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Path example = example();
        Terminal terminal = Terminal.of(spec.commandLine().getOut());
        List<ConnectivityMatrix> matrices = Matrices.read(List.of(example.resolve("matrix.yaml")),
                spec.commandLine().getErr());
        terminal.say(
                "The payments example: " + example.resolve("matrix.yaml") + " against " + example.resolve("manifests"));
        try (LabSession session = LabSession.start(options(),
                List.of(example.resolve("manifests")), terminal, netproof.cancellation())) {
            return new RunSession(session.cluster(), how, terminal, Clock.systemUTC(), netproof.cancellation())
                    .run(matrices).code();
        }
    }

    private LabOptions options() {
        try {
            return LabOptions.defaults().withMode(mode).withIpFamilies(ipFamilies);
        } catch (IllegalArgumentException impossible) {
            throw new ParameterException(spec.commandLine(), String.valueOf(impossible.getMessage()), impossible);
        }
    }

    private Path example() {
        String name = broken ? "payments-broken" : "payments";
        Path example = Path.of(System.getProperty("netproof.home", ".")).resolve("matrices").resolve(name);
        if (!Files.isDirectory(example)) {
            throw new ParameterException(spec.commandLine(),
                    example + ": there is no such folder. Start netproof by its launcher, from a clone of the repository.");
        }
        return relative(example);
    }

    /** As short as the reader would type it. */
    private static Path relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }
}
