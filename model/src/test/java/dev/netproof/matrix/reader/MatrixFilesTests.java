package dev.netproof.matrix.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.yaml.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixFilesTests {

    private static final String DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n";

    @TempDir
    Path folder;

    @Test
    void searchesFoldersThroughInTheOrderOfNames() throws IOException {
        write("b.yml", matrix("b"));
        write("a/z.yaml", matrix("z"));
        write("c.yaml", matrix("c"));
        write("notes.txt", "none of ours");

        assertThat(sound(folder)).extracting(ConnectivityMatrix::name).containsExactly("z", "b", "c");
        assertThat(sound(folder)).extracting(ConnectivityMatrix::file)
                .containsExactly(folder + "/a/z.yaml", folder + "/b.yml", folder + "/c.yaml");
    }

    @Test
    void keepsTheOrderInWhichFilesAreNamed() throws IOException {
        assertThat(sound(write("b.yaml", matrix("b")), write("a.yaml", matrix("a"))))
                .extracting(ConnectivityMatrix::name).containsExactly("b", "a");
    }

    @Test
    void readsAFileOnceHoweverOftenItIsNamed() throws IOException {
        var file = write("a.yaml", matrix("a"));
        Files.createSymbolicLink(folder.resolve("link.yaml"), file);

        assertThat(sound(folder, file, folder)).hasSize(1);
    }

    @Test
    void readsAMountedConfigMapWithoutItsOlderVersions() throws IOException {
        write("..2026_01_01/a.yaml", matrix("a"));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_01_01"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));

        assertThat(sound(folder)).extracting(ConnectivityMatrix::file).containsExactly(folder + "/a.yaml");
    }

    @Test
    void isNotCaughtInALoopOfLinks() throws IOException {
        write("a/a.yaml", matrix("a"));
        Files.createSymbolicLink(folder.resolve("a/loop"), folder);

        assertThat(sound(folder)).hasSize(1);
    }

    @Test
    void passesOverWorkloadsAndPoliciesInAFolder() throws IOException {
        write("matrix.yaml", matrix("a") + "---\n" + DEPLOYMENT);
        write("workloads.yaml", DEPLOYMENT);

        assertThat(sound(folder)).hasSize(1);
    }

    @Test
    void doesNotPassOverASlipInTheKind() throws IOException {
        write("a.yaml", matrix("a").replace("ConnectivityMatrix", "ConectivityMatrix"));

        assertThat(said(folder)).containsExactly("a.yaml:2:7: kind ConectivityMatrix is not one this version reads."
                + " Write ConnectivityMatrix.");
    }

    @Test
    void doesNotPassOverAWorkloadThatIsNamedItself() throws IOException {
        assertThat(said(write("workloads.yaml", DEPLOYMENT))).hasSize(2);
    }

    @Test
    void saysWhenAFolderHoldsWorkloadsAlone() throws IOException {
        write("workloads.yaml", DEPLOYMENT);

        assertThat(said(folder)).containsExactly(":1:1: no matrix was found."
                + " Name a file or a folder that holds kind: ConnectivityMatrix.");
    }

    @Test
    void saysWhenNothingIsNamed() {
        assertThat(new MatrixReader().read(List.of()).problems()).extracting(Problem::toString)
                .containsExactly(".:1:1: no matrix was found."
                        + " Name a file or a folder that holds kind: ConnectivityMatrix.");
    }

    @Test
    void saysWhenAFolderHasNoYaml() throws IOException {
        write("notes.txt", "none of ours");

        assertThat(said(folder)).containsExactly(":1:1: the folder has no YAML file."
                + " Name a folder with *.yaml or *.yml files.");
    }

    @Test
    void saysWhenAFileIsNotThere() {
        assertThat(said(folder.resolve("a.yaml")))
                .containsExactly("a.yaml:1:1: there is no such file. Check the path.");
    }

    @Test
    void collectsTheProblemsOfAllFilesInTheOrderOfFilesAndLines() throws IOException {
        var first = write("b.yaml", matrix("b").replace("allow", "alow").replace("from", "form"));
        var second = write("a.yaml", matrix("a").replace("spec:", "spec: {}\nspecs:"));

        assertThat(said(first, folder.resolve("none.yaml"), second)).containsExactly(
                "b.yaml:8:7: edge has no from. Add from: PEER.",
                "b.yaml:8:15: key form is not known in edge. Did you mean from?",
                "b.yaml:8:55: expect alow is not known. Did you mean allow?",
                "none.yaml:1:1: there is no such file. Check the path.",
                "a.yaml:4:7: spec has no peers. Add the peers that edges connect.",
                "a.yaml:5:1: key specs is not known in the document. Did you mean spec?");
    }

    @Test
    void refusesTwoMatricesOfOneName() throws IOException {
        write("a.yaml", matrix("same"));
        write("b.yaml", matrix("same"));

        assertThat(said(folder)).containsExactly("b.yaml:3:18: name same is taken by the matrix at a.yaml:3:18."
                + " Choose another name.");
    }

    @Test
    void digestsTheBytesOfTheFile() throws Exception {
        var text = "\uFEFF" + matrix("a") + "# ü\r\n";

        var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        assertThat(sound(write("a.yaml", text)).getFirst().sha256()).isEqualTo(HexFormat.of().formatHex(digest));
    }

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String matrix(String name) {
        return """
               apiVersion: netproof.dev/v1beta1
               kind: ConnectivityMatrix
               metadata: {name: %s}
               spec:
                 peers:
                   shop: {namespace: shop, workload: deployment/shop}
                 edges:
                   - {id: a, from: shop, to: shop, port: 80, expect: allow}
               """.formatted(name);
    }

    private static List<ConnectivityMatrix> sound(Path... paths) {
        return switch (new MatrixReader().read(List.of(paths))) {
            case Reading.Valid sound -> sound.matrices();
            case Reading.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    }

    private List<String> said(Path... paths) {
        var reading = new MatrixReader().read(List.of(paths));
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return reading.problems().stream().map(Problem::toString)
                .map(problem -> problem.replace(folder + "/", "").replace(folder.toString(), "")).toList();
    }
}
