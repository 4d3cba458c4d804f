package dev.netproof.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.GeneratedEvidence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Allure's own generator, in its own process, on evidence of ours. */
class AllureHtmlTests {

    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    @TempDir
    private Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path first = Path.of("");
    private Path second = Path.of("");
    private Path report = Path.of("");

    @BeforeEach
    void nights() throws IOException {
        first = night(1, 4);
        second = night(2, 4);
        report = temporary.resolve("allure");
    }

    @Test
    void makesAFolderThatLoadsNothingFromOutside() throws IOException {
        assertThat(netproof("report", first, "--allure", report)).as(err.toString()).isZero();

        assertThat(out.toString()).isEqualTo("Allure: " + report + "\n");
        assertThat(Files.readString(report.resolve("widgets/summary.json"))).contains("\"total\":4");
        assertThat(Files.readString(report.resolve("widgets/environment.json"))).contains("\"cluster\"", "staging");
        assertThat(
                LOADED.matcher(Files.readString(report.resolve("index.html"))).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrder("favicon.ico", "styles.css", "app.js");
        assertThat(names(temporary)).as("nothing is left behind").doesNotContain("netproof-out")
                .noneMatch(name -> name.startsWith(".netproof"));
    }

    @Test
    void makesOneFileThatABrowserShows() throws Exception {
        Path page = temporary.resolve("allure.html");
        assertThat(netproof("report", first, "--allure", page)).as(err.toString()).isZero();

        assertThat(LOADED.matcher(Files.readString(page)).results().map(found -> found.group(1)))
                .isNotEmpty().allMatch(loaded -> loaded.startsWith("data:"));
        String chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .filter(program -> Files.isExecutable(Path.of(program))).findFirst().orElse("");
        assumeTrue(!chromium.isEmpty(), "install chromium");
        assertThat(dom(chromium, page)).contains("test cases", "staging").doesNotContain("googletagmanager");
    }

    @Test
    void goesOnWithTheHistoryOfTheOneBefore() throws IOException {
        assertThat(netproof("report", first, "--allure", report)).isZero();
        assertThat(netproof("report", second, "--allure", report, "--allure-history", report)).as(err.toString())
                .isZero();

        assertThat(Files.readString(report.resolve("widgets/history-trend.json"))).contains("r-1", "r-2");
        assertThat(Files.readString(report.resolve("history/history.json"))).contains("\"total\":2");
    }

    @Test
    void showsTextOfAClusterAsText() throws IOException {
        Path evidence = temporary.resolve("hostile.json");
        try (EvidenceSink sink = EvidenceJson.writer(Files.newOutputStream(evidence))) {
            GeneratedEvidence hostile = GeneratedEvidence.hostile(7);
            sink.begin(hostile.header());
            for (int i = 0; i < 40; i++) {
                sink.edge(hostile.edge());
            }
        }

        assertThat(netproof("report", evidence, "--allure", report)).as(err.toString()).isZero();

        List<String> descriptions = new ArrayList<>();
        try (Stream<Path> cases = Files.list(report.resolve("data/test-cases"))) {
            for (Path file : cases.toList()) {
                descriptions.addAll(descriptions(Files.readString(file)));
            }
        }
        assertThat(descriptions).hasSizeGreaterThan(30)
                .allMatch(html -> !html.contains("<script") && !html.contains("<img") && !html.contains("href"));
    }

    @Test
    void refusesToReplaceWhatIsNoReport() throws IOException {
        Path file = Files.writeString(temporary.resolve("precious"), "mine");
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        Files.writeString(folder.resolve("precious"), "mine");

        assertThat(netproof("report", first, "--allure", file)).isEqualTo(3);
        assertThat(netproof("report", first, "--allure", folder)).isEqualTo(3);
        assertThat(netproof("report", first, "--allure", temporary.resolve("allure"), "--allure-history", folder))
                .isEqualTo(3);

        assertThat(err.toString()).contains(file + ": is a file.",
                folder + ": holds something else than an Allure report. Name a new folder.",
                folder + ": is no folder of an Allure report, so there is no history to go on with.");
        assertThat(file).hasContent("mine");
        assertThat(folder.resolve("precious")).hasContent("mine");
        assertThat(temporary.resolve("allure")).doesNotExist();
    }

    @Test
    void wantsAReportForItsHistory() {
        assertThat(netproof("report", first, "--allure-history", report)).isEqualTo(2);
        assertThat(err.toString()).contains("--allure-history goes with --allure");
    }

    private Path night(int night, int edges) throws IOException {
        Path file = temporary.resolve("night-" + night + ".json");
        try (EvidenceSink sink = EvidenceJson.writer(Files.newOutputStream(file))) {
            StagedRun.into(sink, StagedRun.matrix(temporary), night, edges);
        }
        return file;
    }

    private int netproof(Object... arguments) {
        CommandLine commandLine = Netproof.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }

    private static List<String> descriptions(String json) {
        return Pattern.compile("\"descriptionHtml\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json).results()
                .map(found -> found.group(1)).toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String dom(String chromium, Path page) throws IOException {
        Process process = new ProcessBuilder(chromium, "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-background-networking", "--user-data-dir=" + temporary.resolve("profile"),
                "--virtual-time-budget=20000", "--dump-dom", page.toUri().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
