package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.netproof.evidence.FindingId;
import dev.netproof.lab.network.EnforcementMode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written for readers holds. */
class DocumentationTests {

    private static final Path HOME = Path.of(System.getProperty("netproof.home", ".."));
    private static final Pattern MATRIX = Pattern.compile("```yaml\n(apiVersion: netproof.dev.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("^(?:- run: |  script: )?\\./netproof (.+)$",
            Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]+)(?:#[^)]*)?\\)");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> tree = Files.walk(HOME, 4)) {
            return tree.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> HOME.relativize(file).getNameCount() == 1 || !HOME.relativize(file)
                            .toString()
                            .matches("(.*/)?(target|netproof-out|\\.\\w+)/.*"))
                    .toList();
        }
    }

    private static List<String> found(Path page, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(page)).results().map((MatchResult match) -> match.group(1)).toList();
    }

    @TestFactory
    Stream<DynamicTest> everyCommandCanBeTyped() throws IOException {
        return pages().stream().flatMap(page -> {
            try {
                return found(page, COMMAND).stream().map(line -> dynamicTest(page.getFileName() + ": " + line, () -> {
                    String[] words = Arrays.stream(line.replaceAll("#.*", "").strip().split("\\s+", -1))
                            .toArray(String[]::new);
                    assertThatCode(() -> Netproof.commandLine().parseArgs(words)).doesNotThrowAnyException();
                }));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (Path page : pages()) {
            for (String link : found(page, LINK)) {
                assertThat(page.resolveSibling(link)).as("link of " + page).exists();
            }
        }
    }

    @Test
    void everyPageLeadsToTheWordsItUses() throws IOException {
        try (Stream<Path> pages = Files.list(HOME.resolve("docs"))) {
            assertThat(pages.filter(page -> page.toString().endsWith(".md") && !page.endsWith("concepts.md")))
                    .isNotEmpty()
                    .allSatisfy(page -> assertThat(Files.readString(page)).contains("](concepts.md)"));
        }
    }

    @Test
    void theMatrixOfTheReadmeIsSound(@TempDir Path folder) throws IOException {
        List<String> matrices = found(HOME.resolve("README.md"), MATRIX);
        assertThat(matrices).hasSize(1);

        Told told = Told.by("lint", Files.writeString(folder.resolve("matrix.yaml"), matrices.get(0)).toString());

        assertThat(told.exit()).as(told.all()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theGuideExplainsEveryFinding(FindingId id) throws IOException {
        assertThat(Files.readString(HOME.resolve("docs/guide.md"))).contains("\n| `" + id.id() + "` | ");
    }

    @Test
    void theManifestsForAClusterAreObjectsThatAnApiServerTakes() throws Exception {
        Path deploy = HOME.resolve("deploy");
        try (LabSession lab = Examples.lab("payments", EnforcementMode.DROP)) {
            assertThatCode(() -> lab.lab()
                    .apply(List.of(deploy.resolve("rbac.yaml"), deploy.resolve("bindings-payments.yaml"),
                            deploy.resolve("nightly-cronjob.yaml"))))
                    .doesNotThrowAnyException();
        }
    }
}
