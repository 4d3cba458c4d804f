package dev.netproof.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.Observation;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.RawRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What real tools printed on a real wire, as {@code capture.sh} kept it, is read as the file says. */
class CapturedTests {

    private static final Path CAPTURED = Path.of("src/test/resources/captured");

    private final Classifier classifier = new Classifier();

    @TestFactory
    Stream<DynamicTest> everyCapturedRecordIsReadAsItsFileSays() throws IOException {
        try (Stream<Path> files = Files.walk(CAPTURED)) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            assertThat(all).hasSizeGreaterThan(80);
            return all.stream()
                    .map(file -> dynamicTest(CAPTURED.relativize(file).toString(), file.toUri(), () -> check(file)));
        }
    }

    private void check(Path file) throws IOException {
        String text = Files.readString(file);
        int stdout = text.indexOf("--- stdout\n");
        int stderr = text.indexOf("--- stderr\n");
        Map<String, String> head = new HashMap<>();
        text.substring(0, stdout).lines().forEach(line -> {
            int colon = line.indexOf(": ");
            head.put(line.substring(0, colon), line.substring(colon + 2));
        });
        RawRecord raw = new RawRecord(file.toString(), field(head, "tool"),
                List.of(field(head, "command").split(" ", -1)), Integer.parseInt(field(head, "exit")),
                text.substring(stdout + 11, stderr).strip(), text.substring(stderr + 11).strip(), Instant.EPOCH,
                Duration.parse(field(head, "elapsed")));
        Set<Integer> statuses = Stream.of(field(head, "status").split(" ", -1)).filter(status -> !status.isEmpty())
                .map(Integer::valueOf).collect(Collectors.toSet());
        Observation seen = classifier.classify(new Question(ProbeKind.valueOf(field(head, "kind")),
                Boolean.parseBoolean(field(head, "via")), statuses, ""), raw);
        assertThat(Words.of(seen)).as(seen.toString()).isEqualTo(field(head, "expect"));
    }

    private static String field(Map<String, String> head, String name) {
        String value = head.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the file has no line \"" + name + ": \"");
        }
        return value;
    }
}
