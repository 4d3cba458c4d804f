package dev.netproof.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** Whatever is given as evidence is read or refused in words, and what was read is written as it was understood. */
class EvidenceFuzzTests {

    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @FuzzTest
    void evidence(byte[] bytes) throws IOException {
        ByteArrayOutputStream once = new ByteArrayOutputStream();
        if (refusal(bytes, once).isEmpty()) {
            ByteArrayOutputStream twice = new ByteArrayOutputStream();

            assertThat(refusal(once.toByteArray(), twice)).isEmpty();
            assertThat(twice.toByteArray()).isEqualTo(once.toByteArray());
        }
    }

    private static String refusal(byte[] bytes, ByteArrayOutputStream out) throws IOException {
        try (EvidenceSink sink = EvidenceJson.writer(out)) {
            try {
                EvidenceJson.read(new ByteArrayInputStream(bytes), sink);
                return "";
            } catch (IOException e) {
                assertThat(e.getMessage()).startsWith("byte ");
                return String.valueOf(e.getMessage());
            }
        }
    }
}
