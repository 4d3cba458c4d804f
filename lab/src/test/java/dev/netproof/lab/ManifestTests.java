package dev.netproof.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTests {
    @TempDir
    Path directory;

    private Lab lab;

    @BeforeEach
    void start() throws IOException {
        lab = Lab.start(LabOptions.defaults(), new FakeWire());
    }

    @AfterEach
    void stop() {
        lab.close();
        assertThat(lab.kubeconfig()).doesNotExist();
    }

    private Path file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<String> problems(Path... paths) {
        return catchThrowableOfType(ManifestException.class, () -> lab.apply(List.of(paths))).problems();
    }

    private static String map(String name) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}}";
    }

    @Test
    void foldersAreReadWithAllTheirFoldersAndNamespacesComeFirst() throws Exception {
        file("m/a/z.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: one, namespace: late}}");
        file("m/b.yml", "---\n" + map("two") + "\n---\n---\n" + map("three") + "\n");
        file("m/c/d/e.json", "{\n\t\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + "{\"apiVersion\":"
                + " \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"late\"}}]}");
        file("m/notes.txt", "not a manifest");

        lab.apply(List.of(directory.resolve("m")));
        lab.apply(List.of(directory.resolve("m")));

        lab.awaitReady(Duration.ofSeconds(10));
    }

    @Test
    void allProblemsOfAllFilesComeAtOnceWithTheirPlaces() throws Exception {
        Path first = file("first.yaml",
                "kind: ConfigMap\nmetadata: {name: a}\n---\n" + map("b") + "\n---\n" + map("b"));
        Path second = file("second.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: Upper}\nspec: {}\n");
        Path third = file("third.yaml", "a: b\n  c: [\n");
        Path fourth = file("fourth.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: nowhere}}");

        assertThat(problems(first, second, third, fourth, directory.resolve("none"))).satisfiesExactlyInAnyOrder(
                problem -> assertThat(problem).startsWith(first + ":1: apiVersion is missing."),
                problem -> assertThat(problem).startsWith(first + ":6: ConfigMap b is already at " + first + ":4."),
                problem -> assertThat(problem).startsWith(second + ":1: Pod \"Upper\" is invalid: [metadata.name:")
                        .contains("spec.containers: Required value"),
                problem -> assertThat(problem).startsWith(third + ":2:4: malformed YAML: "),
                problem -> assertThat(problem).startsWith(fourth + ":1: namespace \"nowhere\" of ConfigMap c does not"
                        + " exist."),
                problem -> assertThat(problem).endsWith("none: there is no such file or folder. Check the path."));
    }

    @Test
    void nothingIsAppliedIfAnythingIsWrong() throws Exception {
        Path good = file("good.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: good}}");
        Path bad = file("bad.yaml", "just text");
        Path user = file("user.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: good}}");

        assertThat(problems(good, bad)).hasSize(1);

        assertThat(problems(user)).singleElement().asString().contains("namespace \"good\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apiVersion: v1\nkind: Namespace\nmetadata: &m {name: x, self: *m}",
            "apiVersion: v1\napiVersion: v2\nkind: X\nmetadata: {name: x}",
            "apiVersion: {{ .Values.version }}\nkind: X", "? [a]\n: b", "!!java.lang.Runtime {}", "\u0000", "%"})
    void whatIsNoManifestIsAProblemAndNoCrash(String text) throws Exception {
        assertThat(problems(file("hostile.yaml", text))).isNotEmpty();
    }

    @Test
    void aFewLinesThatStandForTooMuchAreRefusedAtOnce() throws Exception {
        StringBuilder bomb = new StringBuilder(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\nl0: &l0 [x, x]\n");
        for (int level = 1; level < 40; level++) {
            bomb.append("l%d: &l%d [*l%d, *l%d]%n".formatted(level, level, level - 1, level - 1));
        }
        Path file = file("bomb.yaml", bomb.toString());
        Path deep = file("deep.yaml", "[".repeat(100_000));
        Path huge = file("huge.yaml", "a: " + "x".repeat(11 * 1024 * 1024));

        List<String> problems = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> problems(file, deep, huge));

        assertThat(problems).hasSize(3);
    }

    @Test
    void whatIsNotReadyIsNamedWithItsReason() throws Exception {
        lab.apply(List.of(file("pods.yaml",
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: ssd}
                spec: {nodeSelector: {disk: ssd}, containers: [{name: main, image: "any:1"}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: execs}
                spec: {containers: [{name: main, image: "any:1", readinessProbe: {exec: {command: [ready]}}}]}
                """)));

        LabNotReadyException late = catchThrowableOfType(LabNotReadyException.class,
                () -> lab.awaitReady(Duration.ofSeconds(3)));

        assertThat(late.missing()).satisfiesExactlyInAnyOrder(
                missing -> assertThat(missing).startsWith("Pod default/ssd: Pending; PodScheduled: 0/1 nodes are"
                        + " available"),
                missing -> assertThat(missing).startsWith("Pod default/execs: Running")
                        .contains("exec readiness probe"));
    }
}
