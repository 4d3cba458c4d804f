package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.netproof.reports.Pushgateway;
import dev.netproof.reports.archive.MatrixSource;
import dev.netproof.reports.archive.Retention;
import dev.netproof.reports.archive.Seal;
import dev.netproof.reports.archive.SigningKey;
import dev.netproof.reports.diff.Baseline;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What becomes of the evidence of a run: signed, chained, compared, pushed. */
final class SealingOptions {

    @Option(names = "--key", paramLabel = "FILE", description = "Signs evidence.zip, and what lets go of archives: an ECDSA P-256 or Ed25519 key in PEM, as openssl writes it.")
    private @Nullable Path key;

    @Option(names = "--ledger", paramLabel = "DIR", description = "Chains evidence.zip to the one before it, and prints the newest link.")
    private @Nullable Path ledger;

    @Option(names = "--keep", paramLabel = "COUNT", converter = Count.class, description = "At most so many archives stay in the ledger. Default: all")
    private @Nullable Integer keep;

    @Option(names = "--keep-for", paramLabel = "AGE", converter = AgeConverter.class, description = "Older archives do not stay in the ledger: 90d. Default: all")
    private @Nullable Duration keepFor;

    @Option(names = "--baseline", paramLabel = "FILE", arity = "1..*", description = "Evidence of earlier runs, oldest first: says in the end what changed.")
    private List<Path> baseline = List.of();

    @Option(names = "--push", paramLabel = "URL", converter = Gateway.class, description = "A Pushgateway that gets the metrics.")
    private @Nullable Pushgateway push;

    /**
     * Reads everything that is named before the run begins, so that a mistake costs no run.
     *
     * @throws IOException if a key or a baseline can't be read
     */
    PostRun prepare(Terminal terminal, Clock clock) throws IOException {
        Optional<SigningKey> signing = key == null ? Optional.empty() : Optional.of(SigningKey.read(key));
        signing.flatMap(SigningKey::warning).ifPresent(terminal::say);
        Optional<Baseline> earlier = baseline.isEmpty() ? Optional.empty() : Optional.of(Baseline.read(baseline));
        return new PostRun(new Seal(MatrixSource.files(), signing), Optional.ofNullable(ledger),
                new Retention(Optional.ofNullable(keepFor), Optional.ofNullable(keep)), earlier,
                Optional.ofNullable(push), clock);
    }

    private static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (!value.matches("[1-9]\\d{0,8}")) {
                throw new TypeConversionException("'" + value + "' is no count. The newest archive is always kept.");
            }
            return Integer.valueOf(value);
        }
    }

    private static final class Gateway implements ITypeConverter<Pushgateway> {
        @Override
        public Pushgateway convert(String value) {
            try {
                return Pushgateway.at(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("this is " + e.getMessage());
            }
        }
    }
}
