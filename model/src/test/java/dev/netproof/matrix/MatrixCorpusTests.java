package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files beside what reading them says.
 *
 * <p>To add a mistake, write {@code bad/x.yaml}, and every line that {@code netproof lint x.yaml} should print to
 * {@code bad/x.problems}.
 */
class MatrixCorpusTests {

    private static final Path CORPUS = Path.of("src/test/resources/matrix");

    @ParameterizedTest
    @MethodSource("bad")
    void namesEveryMistakeWithItsPositionAndItsMend(Path file) throws IOException {
        var expected = Files
                .readAllLines(file.resolveSibling(file.getFileName().toString().replace(".yaml", ".problems")));

        var reading = new MatrixReader().read(List.of(file));

        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        assertThat(reading.problems())
                .extracting(problem -> problem.toString().replace(file.getParent() + "/", ""))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void endsEveryMessageLikeASentence(Path file) {
        assertThat(new MatrixReader().read(List.of(file)).problems())
                .allSatisfy(problem -> assertThat(problem.message()).matches("(?s).+[.] .+[.?]"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void findsNoErrorInWhatIsSound(Path file) {
        assertThat(new MatrixReader().read(List.of(file))).isInstanceOf(Reading.Valid.class);
    }

    static Stream<Path> bad() throws IOException {
        return files("bad");
    }

    static Stream<Path> good() throws IOException {
        return files("good");
    }

    private static Stream<Path> files(String folder) throws IOException {
        try (var files = Files.list(CORPUS.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }
}
