package dev.netproof.cli;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.netproof.cluster.Cluster;
import dev.netproof.probe.Leftovers;
import dev.netproof.probe.ObjectRef;
import dev.netproof.probe.Removal;
import dev.netproof.probe.RunSelection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "clean", mixinStandardHelpOptions = true, description = "Finds and removes what runs that were killed have left in a cluster. Touches nothing but objects that a "
        + "run has signed.")
final class CleanCommand implements Callable<Integer> {

    @Option(names = {"-n",
            "--namespace"}, paramLabel = "NAME", description = "May be repeated. Default: all namespaces")
    private List<String> namespaces = List.of();

    @Option(names = "--run", paramLabel = "ID", description = "Only what this run has left.")
    private @Nullable String run;

    @Option(names = "--older-than", paramLabel = "DURATION", defaultValue = "0s", converter = DurationConverter.class, description = "Spare what is younger: a run that is under way needs its pods.")
    private Duration olderThan = Duration.ZERO;

    @Option(names = "--dry-run", description = "Only say what there is.")
    private boolean dryRun;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine().getOut());
        RunSelection selection = new RunSelection(Set.copyOf(namespaces), run, olderThan);
        try (Cluster cluster = where.connect()) {
            Leftovers leftovers = new Leftovers(cluster);
            if (dryRun) {
                List<ObjectRef> found = leftovers.find(selection);
                found.forEach(object -> terminal.say("would remove " + object.describe()));
                terminal.say(found.isEmpty() ? "Nothing is left." : found.size() + " left by runs.");
                return ExitCode.CONFORMS.code();
            }
            Removal removal = leftovers.remove(selection);
            removal.removed().forEach(object -> terminal.say("removed " + object.describe()));
            terminal.say(removal.removed().isEmpty() && removal.complete() ? "Nothing is left." : removal.remark());
            return removal.complete() ? ExitCode.CONFORMS.code() : ExitCode.INCONCLUSIVE.code();
        }
    }
}
