package dev.netproof.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.netproof.evidence.EvidenceSink;
import dev.netproof.reports.Format;
import dev.netproof.reports.Reports;
import dev.netproof.reports.archive.StoredEvidence;
import org.jspecify.annotations.Nullable;

/**
 * Allure's HTML of a run's evidence. Allure's generator contradicts the Kubernetes client in its libraries, and would like to
 * report to a service of its makers: it runs in a process and on a class path of its own, with an empty environment.
 */
final class AllureHtml {

    private static final String PROGRAM = "dev.netproof.allure.Generator";
    private static final String PAGE = "index.html";
    private static final String HISTORY = "history";

    private final Path home;

    /** @param home of the generator, with its {@code classes} and {@code lib} */
    AllureHtml(Path home) {
        this.home = home;
    }

    /** Where the launcher says it is. */
    static AllureHtml installed() {
        String home = System.getProperty("netproof.home", ".");
        return new AllureHtml(Path.of(System.getProperty("netproof.allure", home + "/allure/target")));
    }

    /**
     * Makes the report; what was there is replaced when it is whole. The reports of both can be the same folder.
     *
     * @param report a file when its name ends in {@code .html}, else a folder: a new one, or that of an earlier report
     * @param earlier folder of the report before this one, whose history goes on; null to begin a history
     * @throws IOException when it can't be had; then what was there is still there
     */
    void write(StoredEvidence evidence, Path report, @Nullable Path earlier) throws IOException {
        if (!Files.isDirectory(home.resolve("lib"))) {
            throw new IOException(
                    home + ": Allure's generator is not there. Run ./netproof in its repository, which builds "
                            + "it, or give allure-results/ to an Allure that you have.");
        }
        boolean single = report.getFileName().toString().endsWith(".html");
        requireReplaceable(report, single);
        Path parent = report.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path work = Files.createTempDirectory(parent, ".netproof-allure-");
        try {
            Path results = results(evidence, work, earlier);
            Path made = work.resolve("report");
            generate(single ? "file" : "folder", results, made, work.resolve("log"));
            if (single) {
                Files.move(made.resolve(PAGE), report, StandardCopyOption.REPLACE_EXISTING);
            } else {
                delete(report);
                Files.move(made, report);
            }
        } finally {
            delete(work);
        }
    }

    private static void requireReplaceable(Path report, boolean single) throws IOException {
        if (single ? Files.isDirectory(report) : Files.isRegularFile(report)) {
            throw new IOException(
                    report + ": is a " + (single ? "folder" : "file") + ". A name that ends in .html is that of "
                            + "one file, every other that of a folder.");
        }
        if (!single && Files.isDirectory(report) && !isReport(report)) {
            try (Stream<Path> files = Files.list(report)) {
                if (files.findAny().isPresent()) {
                    throw new IOException(report + ": holds something else than an Allure report. Name a new folder.");
                }
            }
        }
    }

    private static boolean isReport(Path folder) {
        return Files.isRegularFile(folder.resolve(PAGE)) && Files.isRegularFile(folder.resolve("widgets/summary.json"));
    }

    private static Path results(StoredEvidence evidence, Path work, @Nullable Path earlier) throws IOException {
        Path reports = work.resolve("reports");
        try (EvidenceSink sink = Reports.into(reports, EnumSet.of(Format.ALLURE))) {
            evidence.into(sink);
        }
        Path results = reports.resolve("allure-results");
        if (earlier != null) {
            if (!isReport(earlier)) {
                throw new IOException(
                        earlier + ": is no folder of an Allure report, so there is no history to go on with.");
            }
            copy(earlier.resolve(HISTORY), results.resolve(HISTORY));
        }
        return results;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private void generate(String kind, Path results, Path report, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-cp",
                home.resolve("classes") + System.getProperty("path.separator") + home.resolve("lib") + "/*", PROGRAM,
                kind,
                results.toString(), report.toString());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("ALLURE_NO_ANALYTICS", "true");
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            process.getOutputStream().close();
            if (process.waitFor() != 0) {
                throw new IOException("Allure's generator failed: " + reason(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Allure's generator was at work", e);
        } finally {
            process.destroy();
        }
    }

    private static String reason(Path log) throws IOException {
        List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        return lines.stream()
                .filter(line -> line.contains("Exception") || line.contains("Error"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.get(0));
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
