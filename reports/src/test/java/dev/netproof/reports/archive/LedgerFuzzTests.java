package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a ledger is verified, and what is wrong with it said in words. */
class LedgerFuzzTests {

    private static final VerificationKey KEY = Nights.signing(Nights.ed25519()).publicHalf();
    private static final Pattern LINK = Pattern.compile("LINK|PREVIOUS");

    @TempDir
    private static Path folder;

    /** @param bytes of a ledger; {@code PREVIOUS} and {@code LINK} stand for the hashes that nobody guesses */
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @FuzzTest
    void ledger(byte[] bytes) throws IOException {
        Files.write(folder.resolve(LedgerChain.FILE), chained(new String(bytes, UTF_8)).getBytes(UTF_8));
        for (Optional<VerificationKey> key : List.of(Optional.<VerificationKey>empty(), Optional.of(KEY))) {
            Verification verification = Ledger.in(folder).verify(new LedgerDemand(Optional.empty(),
                    Optional.of(Duration.ofDays(1)), Nights.end(9), key));

            assertThat(verification.flaws()).as("there is no archive in that folder").isNotEmpty()
                    .allSatisfy(flaw -> assertThat(flaw.toString()).isNotBlank());
        }
    }

    private static String chained(String text) {
        StringBuilder ledger = new StringBuilder();
        String previous = Sha256.ZEROS;
        for (String line : text.split("(?<=\n)", -1)) {
            String before = previous;
            String filled = LINK.matcher(line).replaceAll((MatchResult found) -> found.group().equals("PREVIOUS")
                    ? before
                    : Sha256.of((line.substring(0, Math.max(0, found.start() - ",\"link\":\"".length()))
                            .replace("PREVIOUS", before) + "}").getBytes(UTF_8)));
            int at = filled.indexOf("\"link\":\"");
            if (at > 0 && filled.length() >= at + 8 + Sha256.DIGITS) {
                previous = filled.substring(at + 8, at + 8 + Sha256.DIGITS);
            }
            ledger.append(filled);
        }
        return ledger.toString();
    }
}
