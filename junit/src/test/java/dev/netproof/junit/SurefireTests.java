package dev.netproof.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;

import dev.netproof.junit.ExampleBuild.Result;
import dev.netproof.lab.Lab;
import dev.netproof.lab.LabOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/example-surefire}, built as its readers build it: Surefire, a forked JVM, and real packets. */
class SurefireTests {

    private final ExampleBuild example;

    SurefireTests(@TempDir Path folder) throws IOException {
        this.example = ExampleBuild.in(folder);
    }

    @AfterEach
    void removeTheLinks() throws IOException {
        example.close();
    }

    @BeforeAll
    static void skipsVisiblyWithoutNamespaces() {
        try {
            Lab.start(LabOptions.defaults()).close();
        } catch (IOException e) {
            abort(e.toString());
        }
    }

    @Test
    void theEdgesAreTestsOfTheClass() throws Exception {
        Result result = example.test();

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(result.said()).contains("Running com.example.NetworkTest",
                "Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");
        assertThat(result.report())
                .contains("<testcase name=\"visitor-stays-out: visitor -&gt; orders 8080/TCP deny\" "
                        + "classname=\"com.example.NetworkTest\"");
        assertThat(example.path("target/netproof/report.html")).exists();
    }

    @Test
    void aViolationIsAFailureAtTheLineOfTheMatrix() throws Exception {
        Result result = example.change("manifests/shop.yaml", "policyTypes: [Ingress]", "policyTypes: [Egress]").test();

        assertThat(result.exit()).isNotZero();
        assertThat(result.said()).contains("Tests run: 3, Failures: 1, Errors: 0, Skipped: 0")
                .contains("over-permissive: ")
                .contains("at matrix shop.visitor-stays-out(matrices/shop.yaml:14)");
    }

    @Test
    void groupsChooseByTheTagsOfTheEdges() throws Exception {
        Result result = example.test("-Dgroups=network & !checkout");

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(result.said()).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    }

    @Test
    void aMatrixWithMistakesFailsTheBuildAndNamesThemAll() throws Exception {
        Result result = example.change("matrices/shop.yaml", "8080, expect: deny", "80800, expect: denied").test();

        assertThat(result.exit()).isNotZero();
        assertThat(result.said()).contains("matrices/shop.yaml:14:64: port 80800 is outside the ports.")
                .contains("matrices/shop.yaml:14:79: expect denied is not known.");
    }

    @Test
    void aClusterThatIsNotThereFailsTheBuild() throws Exception {
        Result result = example.change("src/test/resources/junit-platform.properties", "netproof.cluster = lab",
                "netproof.kubeconfig = nowhere").test();

        assertThat(result.exit()).isNotZero();
        assertThat(result.said()).contains("Errors: 3").contains("the run broke off: nowhere");
    }
}
