package dev.netproof.junit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The example project in a folder of its own, built by a Maven of its own, offline.
 *
 * <p>Its local repository is made of links to that of the build around it, with the modules under test in it as if they were
 * installed: nothing is written to the repository of whoever builds this project.
 */
final class ExampleBuild implements AutoCloseable {

    private static final Path HOME = Path.of(System.getProperty("netproof.home", ".."));
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final List<String> MODULES = List.of("evidence", "model", "declared", "runner", "reports", "lab",
            "junit");

    private final Path project;
    private final Path repository;

    private ExampleBuild(Path project, Path repository) {
        this.project = project;
        this.repository = repository;
    }

    /** Skips the test, visibly, where there is no Maven or no repository to link to. */
    static ExampleBuild in(Path folder) throws IOException {
        Path local = Path
                .of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository"));
        if (!Files.isDirectory(local)) {
            return abort("there is no local repository " + local);
        }
        Path repository = folder.resolve("repository");
        Files.createDirectories(repository.resolve("dev/netproof"));
        link(local, repository, "dev");
        if (Files.isDirectory(local.resolve("dev"))) {
            link(local.resolve("dev"), repository.resolve("dev"), "netproof");
        }
        deploy(repository, "netproof", HOME.resolve("pom.xml"));
        for (String module : MODULES) {
            Path folderOf = deploy(repository, "netproof-" + module, HOME.resolve(module).resolve("pom.xml"));
            jar(classes(module), folderOf.resolve("netproof-" + module + "-" + VERSION + ".jar"));
        }
        Path project = folder.resolve("project");
        copy(HOME.resolve("docs/example-surefire"), project);
        return new ExampleBuild(project, repository);
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.filter(entry -> !entry.endsWith(except)).toList()) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toAbsolutePath());
            }
        }
    }

    private static Path deploy(Path repository, String artifact, Path pom) throws IOException {
        Path folder = Files.createDirectories(repository.resolve("dev/netproof").resolve(artifact).resolve(VERSION));
        Files.copy(pom, folder.resolve(artifact + "-" + VERSION + ".pom"));
        return folder;
    }

    /** Where this test itself has the module from: a jar, or a folder of classes. */
    private static Path classes(String module) {
        String suffix = module + "/target/classes";
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(suffix) || entry.endsWith("main/" + module)
                        || entry.endsWith("netproof-" + module + "-" + VERSION + ".jar"))
                .map(Path::of)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(module + " is not on the class path"));
    }

    private static void jar(Path classes, Path jar) throws IOException {
        if (Files.isRegularFile(classes)) {
            Files.copy(classes, jar);
            return;
        }
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !from.relativize(file).startsWith("target")).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** Replaces a text in a file of the project that has it. */
    ExampleBuild change(String file, String text, String replacement) throws IOException {
        String before = Files.readString(project.resolve(file));
        if (!before.contains(text)) {
            throw new IllegalArgumentException(file + " has no " + text);
        }
        Files.writeString(project.resolve(file), before.replace(text, replacement));
        return this;
    }

    Path path(String file) {
        return project.resolve(file);
    }

    /** {@code mvn test} with more arguments. */
    Result test(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mvn", "-o", "-B", "-ntp", "-Dmaven.repo.local=" + repository,
                "test"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // What the Maven around this one was given is not for the example.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        Process maven;
        try {
            maven = builder.start();
        } catch (IOException e) {
            return abort("no mvn on this machine: " + e.getMessage());
        }
        String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(maven.waitFor(), said, report());
    }

    private String report() {
        Path report = project.resolve("target/surefire-reports/TEST-com.example.NetworkTest.xml");
        try {
            return Files.exists(report) ? Files.readString(report) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the links, so that nobody who deletes the folder follows them. */
    @Override
    public void close() throws IOException {
        for (Path linked : List.of(repository, repository.resolve("dev"))) {
            try (Stream<Path> entries = Files.list(linked)) {
                for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(entry);
                }
            }
        }
    }

    /**
     * What came of a build.
     *
     * @param report Surefire's XML; empty when there is none
     */
    record Result(int exit, String said, String report) {}
}
