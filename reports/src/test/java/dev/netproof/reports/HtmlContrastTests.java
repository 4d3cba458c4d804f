package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.EvidenceSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every text of the page that is in sight can be read, as WCAG 2.2 AA has it, in both themes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HtmlContrastTests {

    private final Path folder;
    private Chromium browser;

    HtmlContrastTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    void startTheBrowser() throws IOException {
        Optional<Path> program = Chromium.installed();
        if (program.isEmpty() && "required".equals(System.getenv("NETPROOF_BROWSER"))) {
            fail("Chromium is not installed, and NETPROOF_BROWSER says that it must be");
        } else if (program.isEmpty()) {
            abort("Chromium is not installed");
        }
        browser = new Chromium(program.get(), Files.createDirectory(folder.resolve("profile")));
        try (EvidenceSink sink = Reports.into(folder, Set.of(Format.HTML))) {
            SampleRun.into(sink);
        }
    }

    @AfterAll
    void stopTheBrowser() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void is_enough_wherever_one_looks(String theme) throws IOException {
        browser.screen(1280, 900);
        browser.look("screen", theme);
        browser.open(folder.resolve("report.html").toUri().toString());
        browser.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
        for (String view : Set.of("difference", "agreed", "declared", "enforced")) {
            browser.evaluate("document.querySelector('input[name=\"picture-view\"][value=\"" + view + "\"]').click()");
            faultless(view);
        }
        browser.evaluate("document.querySelector('#edges .rows').focus()");
        browser.press("Enter");
        browser.until("!document.getElementById('story').hidden");
        browser.evaluate("document.querySelectorAll('#story details').forEach((each) => { each.open = true; })");
        faultless("story");
    }

    private void faultless(String where) throws IOException {
        JsonNode found = JsonMapper.shared().readTree(browser.text(script()));
        assertThat(found.path("seen").asInt()).as(where).isGreaterThan(40);
        assertThat(found.path("faults").valueStream().map(JsonNode::asString)).as(where).isEmpty();
    }

    private static String script() throws IOException {
        try (InputStream in = HtmlContrastTests.class.getResourceAsStream("contrast.js")) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
