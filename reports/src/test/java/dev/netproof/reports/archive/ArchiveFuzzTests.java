package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is given as an archive is verified, and what is wrong with it said in words. */
class ArchiveFuzzTests {

    private static final String ZIP = "PK";
    private static final VerificationKey KEY = Nights.signing(Nights.ed25519()).publicHalf();

    @TempDir
    private static Path folder;

    /** @param bytes of a zip; or of what is in one, each file behind a line {@code == NAME} */
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @FuzzTest
    void archive(byte[] bytes) throws IOException {
        Path file = folder.resolve("evidence.zip");
        String text = new String(bytes, ISO_8859_1);
        if (text.startsWith(ZIP) || !text.startsWith("== ")) {
            Files.write(file, bytes.length < Layout.SEAL_LENGTH ? bytes : Rezip.sealed(bytes));
        } else {
            Rezip.write(file, entries(text));
        }
        for (Optional<VerificationKey> key : List.of(Optional.<VerificationKey>empty(), Optional.of(KEY))) {
            Verification verification = Verification.of(file, key);
            assertThat(verification.flaws()).allSatisfy(flaw -> assertThat(flaw.toString()).isNotBlank());
            if (key.isPresent()) {
                assertThat(verification.sound()).as("nobody has that key").isFalse();
            }
        }
    }

    private static List<Rezip.Entry> entries(String text) {
        List<Rezip.Entry> entries = new ArrayList<>();
        for (String part : text.substring(3).split("\n== ", -1)) {
            int end = part.indexOf('\n');
            String name = end < 0 ? part : part.substring(0, end);
            if (entries.stream().noneMatch(entry -> entry.name().equals(name))) {
                entries.add(new Rezip.Entry(name, part.substring(end + 1).getBytes(ISO_8859_1)));
            }
        }
        return entries;
    }
}
