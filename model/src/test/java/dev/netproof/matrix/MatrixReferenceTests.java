package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.netproof.matrix.reader.MatrixReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference of the format promises what the reader does. */
class MatrixReferenceTests {

    private static final Path REFERENCE = Path.of("../docs/matrix.md");
    private static final Pattern MATRIX = Pattern.compile("(?ms)^```yaml\\n(apiVersion:.*?)^```$");
    private static final Pattern FILE = Pattern.compile("(?ms)^```yaml\\n# (\\S+\\.yaml)\\n(.*?)^```$");
    private static final Pattern MISTAKE = Pattern
            .compile("(?ms)^```yaml\\n((?!apiVersion:)[^`]*?)^```\\n+^```text\\n(.*?)^```$");

    @ParameterizedTest
    @MethodSource("matrices")
    void showsMatricesThatAreSound(String text) {
        assertThat(Matrices.reading(text).problems()).isEmpty();
    }

    /** Blocks that begin with the name of a file belong together. */
    @Test
    void showsFilesThatAreSound(@TempDir Path folder) throws IOException {
        for (var block : FILE.matcher(reference()).results().toList()) {
            var file = folder.resolve(block.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.group(2));
        }

        assertThat(new MatrixReader().read(List.of(folder)).problems()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void showsMistakesAsTheyAreReported(Mistake mistake) {
        assertThat(Matrices.reading(mistake.text()).problems())
                .extracting(problem -> problem.toString().replaceFirst("^.*/m\\.yaml", "matrices/payments.yaml"))
                .containsExactlyElementsOf(mistake.said());
    }

    @Test
    void namesEveryKey() throws IOException {
        assertThat(reference()).contains(Stream.of("apiVersion", "kind", "metadata", "spec", "include", "forEach",
                "namespaceSelector", "names", "defaults",
                "peers",
                "edges",
                "otherwise", "namespace", "labels", "workload", "pods", "standIn", "service", "address", "host",
                "reach", "id", "from",
                "to",
                "port", "expect", "because", "owner", "ticket", "expires", "probe", "via", "timeout", "convergence",
                "severity", "mode", "tags", "control", "except", "ports", "path", "method", "expectStatus", "dns")
                .map(key -> "`" + key + "`").toList());
    }

    static List<String> matrices() throws IOException {
        return MATRIX.matcher(reference()).results().map(block -> block.group(1)).toList();
    }

    /** Edges of the reference, among peers, and what is said of them. */
    record Mistake(String edges, List<String> said) {

        String text() {
            return """
                   apiVersion: netproof.dev/v1beta1
                   kind: ConnectivityMatrix
                   metadata: {name: mistake}
                   spec:
                     peers:
                       checkout: {namespace: shop, workload: deployment/checkout-api, service: checkout-api}
                       payments: {namespace: payments, workload: deployment/payments-api, service: payments-api}
                       dns: {namespace: kube-system, service: kube-dns}
                       internet: {host: example.org}
                     edges:
                   """ + edges.indent(4);
        }
    }

    static List<Mistake> mistakes() throws IOException {
        return MISTAKE.matcher(reference()).results()
                .map(block -> new Mistake(block.group(1), block.group(2).lines().toList()))
                .toList();
    }

    private static String reference() throws IOException {
        return Files.readString(REFERENCE);
    }
}
