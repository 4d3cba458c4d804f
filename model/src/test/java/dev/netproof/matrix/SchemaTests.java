package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.yaml.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The schema, by which editors check a matrix as it is written, says what the reader says, as far as a schema can.
 *
 * <p>A line of the corpus that only the reader can find wrong ends in {@code # reader}: it takes a look at another line, or
 * at what a word means.
 */
class SchemaTests {

    private static final Path SCHEMA = Path.of("../matrices/schema/connectivity-matrix.schema.json");
    private static final String READER = "# reader";
    private static final String MODELINE = "# yaml-language-server: $schema=";

    /** Keywords whose schemas an editor only tries. */
    private static final Set<String> CONDITIONS = Set.of("if", "then", "else", "dependentSchemas", "anyOf", "allOf");

    private static final Schema COMPILED = compile();

    private static Schema compile() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(SCHEMA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void findsTheLinesThatTheReaderFinds(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        var wrong = lines(new MatrixReader().read(List.of(file)).problems());
        var alone = wrong.stream().filter(line -> lines.get(line - 1).endsWith(READER)).collect(Collectors.toSet());
        var expected = new TreeSet<>(wrong);
        expected.removeAll(alone);

        assertThat(linesTheSchemaRefuses(Files.readString(file))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("good")
    void refusesNothingThatIsSound(Path file) throws IOException {
        assertThat(linesTheSchemaRefuses(Files.readString(file))).isEmpty();
    }

    @Test
    void refusesNothingThatTheReferenceShows() throws IOException {
        for (var matrix : MatrixReferenceTests.matrices()) {
            assertThat(linesTheSchemaRefuses(matrix)).as(matrix).isEmpty();
        }
    }

    @Test
    void tellsWhoeverPointsAtAKeyWhatItMeans() throws IOException {
        var schema = new ObjectMapper().readTree(Files.readString(SCHEMA));
        var mute = new TreeSet<String>();
        collectMute("", schema, schema, mute);

        assertThat(mute).isEmpty();
    }

    /** Keys without a description of their own or of what they refer to; conditions are not shown to anyone. */
    private static void collectMute(String path, JsonNode node, JsonNode schema, Set<String> mute) {
        for (var key : node.path("properties").properties()) {
            var referred = schema.at(key.getValue().path("$ref").asString("#/none").substring(1));
            if (!key.getValue().has("description") && !referred.has("description")) {
                mute.add(path + "/" + key.getKey());
            }
        }
        for (var child : node.properties()) {
            if (!CONDITIONS.contains(child.getKey())) {
                collectMute(path + "/" + child.getKey(), child.getValue(), schema, mute);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isNamedAtTheTopOfEveryExampleForEditors(Path file) throws IOException {
        var first = Files.readAllLines(file).getFirst();

        assertThat(first).startsWith(MODELINE);
        assertThat(file.resolveSibling(first.substring(MODELINE.length()))).isRegularFile()
                .hasSameBinaryContentAs(SCHEMA);
    }

    private static Set<Integer> linesTheSchemaRefuses(String text) {
        var lines = new TreeSet<Integer>();
        for (var document : YamlAsJson.documents(text)) {
            COMPILED.validate(document.json(), InputFormat.JSON)
                    .forEach(error -> lines.add(document.line(error.getInstanceLocation().toString(),
                            String.valueOf(error.getProperty()))));
        }
        return lines;
    }

    private static Set<Integer> lines(List<Problem> problems) {
        return problems.stream().filter(problem -> problem.level() == Problem.Level.ERROR)
                .map(problem -> problem.position().line()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without those that break the rules of YAML itself, or tie its knots. */
    static Stream<Path> bad() throws IOException {
        return MatrixCorpusTests.bad().filter(file -> !file.getFileName().toString().matches("(syntax-|aliases).*"));
    }

    static Stream<Path> good() throws IOException {
        return Stream.concat(MatrixCorpusTests.good(), examples());
    }

    private static Stream<Path> examples() throws IOException {
        try (var files = Files.walk(Path.of("../matrices"))) {
            return Stream.concat(files.filter(file -> file.endsWith("matrix.yaml")).toList().stream(),
                    Stream.of(Path.of("../docs/example-surefire/matrices/shop.yaml")));
        }
    }
}
