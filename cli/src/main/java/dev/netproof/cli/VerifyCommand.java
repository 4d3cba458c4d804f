package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.netproof.reports.archive.Flaw;
import dev.netproof.reports.archive.Ledger;
import dev.netproof.reports.archive.LedgerDemand;
import dev.netproof.reports.archive.Verification;
import dev.netproof.reports.archive.VerificationKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "verify", mixinStandardHelpOptions = true, description = "Shows whether sealed evidence is as it was sealed: hashes, signature and chain. Exit code 1 if it is not.")
final class VerifyCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "ARCHIVE", description = "An evidence.zip, or the folder of a run. With --ledger it must be part of the chain.")
    private @Nullable Path archive;

    @Option(names = "--key", paramLabel = "FILE", description = "Public key in PEM. The archive, or every archive of the ledger, must be signed by it, and so must be what lets go of archives.")
    private @Nullable Path key;

    @Option(names = "--require-signature", description = "Refuse to go without --key.")
    private boolean requireSignature;

    @Option(names = "--ledger", paramLabel = "DIR", description = "Check the chain of archives in this folder too.")
    private @Nullable Path ledger;

    @Option(names = "--expect-head", paramLabel = "HASH", description = "A link that was kept elsewhere: the chain must reach it.")
    private @Nullable String expectHead;

    @Option(names = "--every", paramLabel = "AGE", converter = AgeConverter.class, description = "How often there must be an archive, as in 24h, by the times in their evidence. A missing night is a flaw.")
    private @Nullable Duration every;

    @Option(names = "--until", paramLabel = "INSTANT", description = "End of the time that --every is about, as in 2026-12-31T00:00:00Z. Default: now")
    private @Nullable Instant until;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (archive == null && ledger == null) {
            throw misuse("Give an archive, or --ledger.");
        }
        if (ledger == null && (expectHead != null || every != null || until != null)) {
            throw misuse("--expect-head, --every and --until are about a ledger. Give --ledger.");
        }
        if (requireSignature && key == null) {
            throw misuse("--require-signature needs the public key that must have signed. Give --key.");
        }
        List<Flaw> flaws = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        Optional<VerificationKey> signer = key == null ? Optional.empty() : Optional.of(VerificationKey.read(key));
        if (archive != null) {
            take(Verification.of(archive, signer), flaws, remarks);
        }
        if (ledger != null) {
            Ledger chain = Ledger.in(ledger);
            take(chain.verify(new LedgerDemand(Optional.ofNullable(expectHead), Optional.ofNullable(every),
                    until == null ? Clock.systemUTC().instant() : until, signer)), flaws, remarks);
            if (archive != null) {
                chain.missing(archive).ifPresent(flaws::add);
            }
        }
        tell(flaws, remarks);
        return flaws.isEmpty() ? ExitCode.CONFORMS.code() : ExitCode.VIOLATED.code();
    }

    private static void take(Verification verification, List<Flaw> flaws, List<String> remarks) {
        flaws.addAll(verification.flaws());
        remarks.addAll(verification.remarks());
    }

    private void tell(List<Flaw> flaws, List<String> remarks) {
        Terminal terminal = Terminal.of(spec.commandLine().getOut());
        for (Flaw flaw : flaws) {
            terminal.say("bold,red", flaw.kind().words(), "  " + flaw);
        }
        remarks.forEach(terminal::say);
        if (flaws.isEmpty()) {
            terminal.say("bold,green", "As it was sealed", ".");
        } else {
            terminal.say("bold,red", "NOT as it was sealed", ": " + flaws.size()
                    + (flaws.size() == 1 ? " flaw." : " flaws."));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
