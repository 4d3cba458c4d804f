package dev.netproof.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
import dev.netproof.matrix.yaml.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "lint", mixinStandardHelpOptions = true, description = "Reads matrices and says everything that is wrong with them. Needs no cluster.")
final class LintCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "MATRIX", description = "Files, or folders that are searched for YAML.")
    private List<Path> paths = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Reading reading = new MatrixReader().read(paths);
        for (Problem problem : reading.problems()) {
            spec.commandLine().getOut().println(problem);
        }
        return switch (reading) {
            case Reading.Invalid invalid -> ExitCode.USAGE.code();
            case Reading.Valid sound -> {
                sound.matrices()
                        .forEach(matrix -> spec.commandLine()
                                .getOut()
                                .println(matrix.file() + ": " + matrix.name() + " is valid, " + matrix.edges().size()
                                        + (matrix.edges().size() == 1 ? " edge" : " edges")
                                        + (matrix.repetitions().isEmpty() ? "" : " before forEach")));
                yield ExitCode.CONFORMS.code();
            }
        };
    }
}
