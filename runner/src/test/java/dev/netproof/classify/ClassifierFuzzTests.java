package dev.netproof.classify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.RawRecord;
import org.junit.jupiter.api.Timeout;

/** Whatever a tool prints is read, and what no table knows is not taken for open or closed. */
class ClassifierFuzzTests {

    private final Classifier classifier = new Classifier();

    /** @param bytes as the files under {@code captured/}, but for the head: {@code EXIT MILLISECONDS TOOL} */
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @FuzzTest
    void record(byte[] bytes) {
        String[] parts = new String(bytes, UTF_8).split("\n--- std(?:out|err)\n", 3);
        String[] head = parts[0].split(" ", 3);
        RawRecord raw = new RawRecord("p", head.length > 2 ? head[2] : "curl", List.of(), number(head, 0),
                parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "", Instant.EPOCH,
                Duration.ofMillis(number(head, 1)));
        for (ProbeKind kind : ProbeKind.values()) {
            for (boolean proxy : new boolean[]{false, true}) {
                for (Set<Integer> statuses : List.of(Set.<Integer>of(), Set.of(200))) {
                    Observation seen = classifier.classify(new Question(kind, proxy, statuses, "x"), raw);
                    if (kind != ProbeKind.UDP && raw.exitCode() == 0 && (raw.stdout() + raw.stderr()).isBlank()) {
                        assertThat(seen).isNotInstanceOf(Observation.Closed.class);
                    }
                }
            }
        }
        classifier.httpStatus(raw);
        classifier.stages(raw);
    }

    private static int number(String[] head, int index) {
        return head.length > index && head[index].matches("-?\\d{1,6}") ? Integer.parseInt(head[index]) : 0;
    }
}
