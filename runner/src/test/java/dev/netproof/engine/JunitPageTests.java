package dev.netproof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.netproof.canary.CanaryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/junit.md says is what there is. */
class JunitPageTests {

    private static final Path DOCS = Path.of("../docs");
    private static final Pattern ROW = Pattern.compile("\\| `(netproof\\.[a-z-]+)` \\| (.*?) \\|.*");

    private final String page = Files.readString(DOCS.resolve("junit.md"));

    JunitPageTests() throws IOException {}

    @Test
    void everyParameterHasItsRow() {
        assertThat(page.lines().map(ROW::matcher).filter(Matcher::matches).map(row -> row.group(1))
                .collect(Collectors.toList())).containsExactlyInAnyOrderElementsOf(RunParameters.KEYS);
    }

    @Test
    void theDefaultsAreThoseOfTheCode() {
        assertThat(page).contains("| `netproof.canary-namespace` | `" + CanaryOptions.DEFAULT_NAMESPACE + "` |")
                .contains("| `netproof.cluster` | `" + KubeconfigSource.NAME + "` |");
    }

    @ParameterizedTest
    @CsvSource({"xml, pom.xml", "java, src/test/java/com/example/NetworkTest.java",
            "properties, src/test/resources/junit-platform.properties"})
    void whatItShowsIsInTheExampleThatIsBuilt(String language, String file) throws IOException {
        String shown = page.substring(page.indexOf("```" + language + "\n") + language.length() + 4);

        assertThat(Files.readString(DOCS.resolve("example-surefire").resolve(file)))
                .contains(shown.substring(0, shown.indexOf("```")));
    }
}
