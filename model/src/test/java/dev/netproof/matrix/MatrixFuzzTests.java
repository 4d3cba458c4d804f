package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds is a matrix, or has problems in words, each with its place. */
class MatrixFuzzTests {

    @TempDir
    private static Path folder;

    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @FuzzTest
    void matrix(byte[] bytes) throws IOException {
        Reading reading = new MatrixReader().read(List.of(Files.write(folder.resolve("m.yaml"), bytes)));

        assertThat(reading.problems()).allSatisfy(problem -> {
            assertThat(problem.position().line()).isPositive();
            assertThat(problem.position().column()).isPositive();
            assertThat(problem.message()).matches("[^\\p{Cntrl}]+[.?]").doesNotContain("yaml.snakeyaml");
        });
        if (reading instanceof Reading.Invalid) {
            assertThat(reading.problems()).isNotEmpty();
        }
    }
}
