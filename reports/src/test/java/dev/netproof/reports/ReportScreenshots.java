package dev.netproof.reports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Not a test, and run only by name: takes the pictures of {@code docs/report-html.md}. {@code docs/images/renew.sh}
 * says of what and where to.
 */
class ReportScreenshots {
    private static final List<Screen> SCREENS = List.of(new Screen("phone", 390, 844), new Screen("laptop", 1280, 800),
            new Screen("wide", 1920, 1080));

    @TempDir
    private Path temporary;

    @Test
    void take() throws IOException {
        Path runs = Path.of(System.getProperty("netproof.screenshots.runs"));
        Path images = Path.of(System.getProperty("netproof.screenshots.images"));
        try (Chromium browser = new Chromium(Chromium.installed().orElseThrow(),
                Files.createDirectory(temporary.resolve("profile")))) {
            for (String run : List.of("passing", "broken")) {
                String page = report(run, sink -> replay(runs.resolve(run).resolve("evidence.json"), sink));
                for (Screen screen : SCREENS) {
                    for (String theme : List.of("light", "dark")) {
                        shoot(browser, page, screen, theme, "",
                                images.resolve("report-" + run + "-" + screen.name() + "-" + theme + ".webp"));
                    }
                }
            }
            Screen laptop = SCREENS.get(1);
            String broken = temporary.resolve("broken/report.html").toUri().toString();
            shoot(browser, broken + "#edge=payments-broken/dev-stays-out", laptop, "light",
                    "!document.getElementById('story').hidden", images.resolve("report-story.webp"));
            String grid = report("grid", sink -> GridRun.into(sink, 100, 100));
            shoot(browser, grid, new Screen("tall", 1280, 1560), "light", "", images.resolve("report-heatmap.webp"));
        }
    }

    private static void shoot(Chromium browser, String page, Screen screen, String theme, String ready, Path image)
            throws IOException {
        browser.screen(screen.width(), screen.height());
        browser.look("screen", theme);
        browser.open(page);
        if (!ready.isEmpty()) {
            browser.until(ready);
        }
        // What is painted after the page is loaded is painted in the frames that follow.
        browser.evaluate("new Promise((done) => setTimeout(done, 300))");
        Files.write(image, browser.screenshot("webp"));
    }

    private String report(String name, Writing run) throws IOException {
        try (EvidenceSink sink = Reports.into(temporary.resolve(name), Set.of(Format.HTML))) {
            run.into(sink);
        }
        return temporary.resolve(name).resolve("report.html").toUri().toString();
    }

    private static void replay(Path evidence, EvidenceSink sink) throws IOException {
        try (InputStream in = Files.newInputStream(evidence)) {
            EvidenceJson.read(in, sink);
        }
    }

    private record Screen(String name, int width, int height) {}

    private interface Writing {
        void into(EvidenceSink sink) throws IOException;
    }
}
