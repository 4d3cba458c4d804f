package dev.netproof.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.DeclaredPolicies;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever files hold comes to a graph, or to problems in words, each with its place. */
class ManifestFuzzTests {

    @TempDir
    private static Path folder;

    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @FuzzTest
    void manifests(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("m.yaml"), bytes);

        ManifestSnapshot read = ManifestSnapshot.read(List.of(file));

        assertThat(read.problems()).allSatisfy(problem -> assertThat(problem).startsWith(file + ":")
                .matches("(?s).+?(:[1-9]\\d*:[1-9]\\d*)?: .+[.?]").doesNotContain("yaml.snakeyaml"));
        DeclaredPolicies declared = DeclaredPolicies.of(read.snapshot());
        assertThat(declared.unevaluated()).allSatisfy(policy -> assertThat(policy.reason()).isNotBlank());
        assertThat(read.unread()).allSatisfy(object -> assertThat(object.reason()).isNotBlank());
        declared.graph(DeclaredGraph.By.WORKLOAD);
    }
}
