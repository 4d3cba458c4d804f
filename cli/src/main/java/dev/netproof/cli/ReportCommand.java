package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.netproof.evidence.CutEvidenceException;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.reports.Format;
import dev.netproof.reports.Reports;
import dev.netproof.reports.archive.Seal;
import dev.netproof.reports.archive.SigningKey;
import dev.netproof.reports.archive.StoredEvidence;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "report", mixinStandardHelpOptions = true, description = "Writes the reports of a run again, from nothing but its evidence: the same evidence, the same bytes.")
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1", paramLabel = "EVIDENCE", description = "Folder, evidence.json or evidence.zip of a run. Of a run that was killed: evidence.json.part.")
    private Path evidence = Path.of("evidence.json");

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "netproof-out", description = "Folder of the reports. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("netproof-out");

    @Option(names = "--format", paramLabel = "FORMAT", split = ",", description = "${COMPLETION-CANDIDATES}. Default: all of them")
    private Set<Format> formats = Set.of();

    @Option(names = "--key", paramLabel = "FILE", description = "Signs evidence.zip: an ECDSA P-256 or Ed25519 key in PEM, as openssl writes it.")
    private @Nullable Path key;

    @Option(names = "--allure", paramLabel = "PATH", description = "Makes Allure's HTML there: one file when PATH ends in .html, else a folder. Alone, it is all that is written.")
    private @Nullable Path allure;

    @Option(names = "--allure-history", paramLabel = "DIR", description = "Folder of the Allure report before this one: its history and trends go on.")
    private @Nullable Path allureHistory;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (allureHistory != null && allure == null) {
            throw new ParameterException(spec.commandLine(), "--allure-history goes with --allure");
        }
        if (allure == null || !formats.isEmpty()) {
            writeReports();
        }
        if (allure != null) {
            try (StoredEvidence stored = StoredEvidence.open(evidence)) {
                AllureHtml.installed().write(stored, allure, allureHistory);
            }
            Terminal.of(spec.commandLine().getOut()).say("Allure: " + allure);
        }
        return ExitCode.CONFORMS.code();
    }

    private void writeReports() throws IOException {
        Optional<SigningKey> signing = key == null ? Optional.empty() : Optional.of(SigningKey.read(key));
        signing.flatMap(SigningKey::warning).ifPresent(spec.commandLine().getErr()::println);
        Terminal terminal = Terminal.of(spec.commandLine().getOut());
        try (StoredEvidence stored = StoredEvidence.open(evidence)) {
            Set<Format> wanted = wanted(stored.file());
            try (EvidenceSink reports = Reports.into(out, wanted, new Seal(stored.matrices(), signing))) {
                stored.into(reports);
            }
            terminal.say("Reports: " + out + "/");
        } catch (CutEvidenceException e) {
            if (e.edges() > 0) {
                terminal.say("Reports: " + out + "/, of what is whole: they say that the run broke off");
            }
            throw e;
        }
    }

    /** The evidence that is read stays as it is, and what was sealed is sealed again only if somebody asks for it. */
    private Set<Format> wanted(Path read) throws IOException {
        Set<Format> wanted = formats.isEmpty() ? EnumSet.allOf(Format.class) : EnumSet.copyOf(formats);
        if (isSame(out.resolve("evidence.json"), read) || isSame(out.resolve(StoredEvidence.PART), read)) {
            wanted.remove(Format.EVIDENCE_JSON);
        }
        Path archive = out.resolve("evidence.zip");
        if (isSame(archive, read) || (formats.isEmpty() && Files.exists(archive))) {
            wanted.remove(Format.ARCHIVE);
        }
        return wanted;
    }

    private static boolean isSame(Path file, Path read) throws IOException {
        return Files.exists(file) && Files.isSameFile(file, read);
    }
}
