package dev.netproof.cli;

import dev.netproof.run.Cancellation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code netproof}, and the process's entry. */
@Command(name = "netproof", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Proves, from inside a cluster, that the connectivity graph which is enforced is the one that was "
        + "agreed.", subcommands = {RunCommand.class, PlanCommand.class, LintCommand.class, GraphCommand.class,
                AuditCommand.class, CoverageCommand.class,
                LabCommand.class,
                DemoCommand.class,
                CleanCommand.class, ReportCommand.class, DiffCommand.class, VerifyCommand.class}, footer = {"",
                        "Exit codes: 0 as expected; 1 a violation; 2 bad usage or matrix;",
                        "3 inconclusive, or the run could not be made (1 wins over 3);",
                        "130 interrupted, after cleaning up."})
public final class Netproof implements Runnable {

    @Spec
    private CommandSpec spec;

    private final Interruption interruption;

    Netproof() {
        this(new Interruption());
    }

    private Netproof(Interruption interruption) {
        this.spec = CommandSpec.create();
        this.interruption = interruption;
    }

    /** Tells a sub-command that the process is to end. */
    Cancellation cancellation() {
        return interruption.cancellation();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for instance: netproof demo");
    }

    /** The command line with every sub-command, as {@code main} runs it. */
    static CommandLine commandLine() {
        return commandLine(new Interruption());
    }

    private static CommandLine commandLine(Interruption interruption) {
        return new CommandLine(new Netproof(interruption)).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new PlainErrors(interruption::requested));
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Interruption interruption = new Interruption();
        interruption.listen();
        int code = commandLine(interruption).execute(arguments);
        interruption.over();
        System.exit(code);
    }
}
