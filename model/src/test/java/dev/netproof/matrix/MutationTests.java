package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Good files, damaged at random but the same way in each run: reading them gives a result, whatever it is. */
class MutationTests {

    private static final int MUTANTS = 500;

    private static final List<String> SCRAPS = List.of("{", "}", "[", "]", ":", ": ", "- ", "\n", "\n  ", "\t", ",",
            "'",
            "\"", "*", "&a ", "*a", "<<: ", "!!set ", "? ", "|\n", ">\n", "#", "%", "---\n", "...\n", "~", "null",
            "yes",
            "0x1F", "12:30:45", "\\u0000", "\u2028", "💥", "\0", "otherwise.", "self", "../..", "a".repeat(300));

    @ParameterizedTest
    @ValueSource(strings = {"payments", "lists"})
    void neverFailsButInWords(String name) throws IOException {
        var good = Files.readString(Path.of("src/test/resources/matrix/good", name + ".yaml"));
        var random = new Random(name.hashCode());

        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < MUTANTS; i++) {
                var mutant = mutate(good, random);
                var reading = Matrices.reading(mutant);
                assertThat(reading.problems()).allSatisfy(problem -> assertThat(problem.toString())
                        .as(() -> new String(mutant, StandardCharsets.UTF_8))
                        .doesNotContain("\n", "yaml.snakeyaml", "Exception")
                        .matches(".+:[1-9]\\d*:[1-9]\\d*: .+[.?]"));
            }
        });
    }

    private static byte[] mutate(String good, Random random) {
        var text = new StringBuilder(good);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(30));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
                case 3 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                default -> text.replace(at, Math.min(text.length(), at + 4), SCRAPS.get(random.nextInt(SCRAPS.size())));
            }
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
