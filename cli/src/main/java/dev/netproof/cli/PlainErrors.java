package dev.netproof.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import dev.netproof.cluster.ClusterException;
import dev.netproof.lab.LabNotReadyException;
import dev.netproof.lab.ManifestException;
import dev.netproof.run.MatrixBusyException;
import dev.netproof.run.MistakenMatrixException;
import dev.netproof.run.UnenforcedException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong in the words of its exception, without a stack trace. Only what nobody foresaw keeps its trace: that
 * is a fault of ours, and worth a report.
 */
final class PlainErrors implements IExecutionExceptionHandler {

    private final BooleanSupplier interrupted;

    PlainErrors(BooleanSupplier interrupted) {
        this.interrupted = interrupted;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed) {
        Terminal.of(commandLine.getOut()).clear();
        if (interrupted.getAsBoolean() && unforeseen(failure)) {
            // Whatever broke, broke because it was interrupted.
            commandLine.getErr().println("netproof: interrupted");
            commandLine.getErr().flush();
            return ExitCode.INTERRUPTED.code();
        }
        ExitCode code = codeOf(failure);
        String message = Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getName());
        ("netproof: " + message).lines().map(Terminal::printable).forEach(commandLine.getErr()::println);
        if (unforeseen(failure)) {
            failure.printStackTrace(commandLine.getErr());
        } else {
            // What went wrong besides, such as a pod that could not be removed.
            for (Throwable also : failure.getSuppressed()) {
                commandLine.getErr().println(Terminal.printable("netproof: " + also.getMessage()));
            }
        }
        commandLine.getErr().flush();
        return code.code();
    }

    static ExitCode codeOf(Throwable failure) {
        return switch (failure) {
            case UnreadableMatrixException e -> ExitCode.USAGE;
            case MistakenMatrixException e -> ExitCode.USAGE;
            case ManifestException e -> ExitCode.USAGE;
            case CancellationException e -> ExitCode.INTERRUPTED;
            default -> ExitCode.INCONCLUSIVE;
        };
    }

    private static boolean unforeseen(Exception failure) {
        return !(failure instanceof UnreadableMatrixException || failure instanceof MistakenMatrixException
                || failure instanceof MatrixBusyException
                || failure instanceof ManifestException || failure instanceof CancellationException
                || failure instanceof UnenforcedException || failure instanceof ClusterException
                || failure instanceof LabNotReadyException || failure instanceof IOException);
    }
}
