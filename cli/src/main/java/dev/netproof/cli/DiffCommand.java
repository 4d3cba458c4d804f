package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import dev.netproof.reports.diff.Baseline;
import dev.netproof.reports.diff.Diff;
import dev.netproof.reports.diff.DiffFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "diff", mixinStandardHelpOptions = true, description = "Says what changed from one run to the next, and nothing when nothing did. Exit code 1 if something did.")
final class DiffCommand implements Callable<Integer> {

    @Parameters(arity = "2..*", paramLabel = "EVIDENCE", description = "Folder, evidence.json or evidence.zip of the earlier runs, oldest first, and last that of the newest. More than one "
            + "earlier run shows which edges flap.")
    private List<Path> runs = List.of();

    @Option(names = {"-o",
            "--format"}, paramLabel = "FORMAT", defaultValue = "table", description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private DiffFormat format = DiffFormat.TABLE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Baseline baseline = Baseline.read(runs.subList(0, runs.size() - 1));
        Diff diff = baseline.compare(runs.getLast());
        format.write(diff, spec.commandLine().getOut());
        if (diff.news()) {
            return ExitCode.VIOLATED.code();
        }
        return baseline.cut() ? ExitCode.INCONCLUSIVE.code() : ExitCode.CONFORMS.code();
    }
}
