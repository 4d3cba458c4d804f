package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user meets who types a command, without a cluster. */
class CommandTests {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Nested
    class Help {

        @Test
        void namesEveryCommandAndTheExitCodes() {
            Told told = Told.by("--help");

            assertThat(told.exit()).isZero();
            assertThat(told.out()).contains("run ", "plan ", "lint ", "lab ", "demo ", "clean ", "Exit codes: 0",
                    "130 interrupted");
        }

        @ParameterizedTest(name = "{0} lists {1}")
        @CsvSource(delimiter = ';', textBlock = """
                                                run;   MATRIX --kubeconfig --context --out --image --settle --canary-namespace --unenforced
                                                plan;  MATRIX --kubeconfig --context
                                                lint;  MATRIX
                                                audit; MATRIX --manifests --output --fail-on --namespace --protected-label --cluster-cidr --dns
                                                lab;   --manifests --run --mode --nodes --ip-families --port --dir --out
                                                demo;  --broken --mode --ip-families --out
                                                clean; --namespace --run --older-than --dry-run --kubeconfig
                                                """)
        void ofACommandListsItsOptions(String command, String options) {
            Told told = Told.by(command, "--help");

            assertThat(told.exit()).isZero();
            assertThat(told.err()).isEmpty();
            assertThat(told.out()).contains("Usage: netproof " + command).contains(options.split(" ", -1));
        }

        @ParameterizedTest
        @ValueSource(strings = {"lab", "demo"})
        void aLabWithoutIpv4IsRefused(String command) {
            Told told = Told.by(command, "--ip-families", "ipv6");

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.err()).contains(
                    "a lab of these address families is not possible. Choose ipv4, or ipv4,ipv6.");
        }

        @Test
        void versionNamesTheJava() {
            assertThat(Told.by("--version").out()).contains("netproof ", "Java ");
        }
    }

    @Nested
    class WrongUsage {

        @ParameterizedTest(name = "netproof {0}")
        @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
                                                                      "";                  Say what to do, for instance: netproof demo
                                                                      rnu;                 'rnu'
                                                                      run;                 Missing required parameter: 'MATRIX'
                                                                      lint;                Missing required parameter: 'MATRIX'
                                                                      lint --fast a.yaml;  Unknown option: '--fast'
                                                                      demo --mode rude;    expected one of [DROP, REJECT, NONE]
                                                                      demo --settle 5;     '5' is no duration. Write a number with ms, s, m or h: 500ms, 3s.
                                                                      demo --settle -5s;   '-5s' is no duration
                                                                      lab --port http;     --port
                                                                      clean --older-than;  --older-than
                                                                      """)
        void endsWith2AndSaysWhatIsWrongAndWhatThereIs(String line, String expected) {
            Told told = Told.by(line == null || line.isEmpty() ? new String[0] : line.split(" ", -1));

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.out()).isEmpty();
            assertThat(told.err()).contains(expected).contains("Usage: netproof").doesNotContain("\tat ");
        }
    }

    @Nested
    class Lint {

        @Test
        void tellsOfEverySoundMatrix() {
            Told told = Told.by("lint", Examples.example("payments").toString());

            assertThat(told.exit()).isZero();
            assertThat(told.out()).endsWith("payments is valid, 10 edges\n");
        }

        @Test
        void tellsOfEveryProblemWithItsPlaceAndEndsWith2() throws IOException {
            Path matrix = file("matrix.yaml", """
                                              apiVersion: netproof.dev/v1beta1
                                              kind: ConnectivityMatrix
                                              metadata: {name: shop}
                                              spec:
                                                peers:
                                                  web: {namespace: shop, workload: deployment/web}
                                                edges:
                                                  - {id: a, from: web, to: wbe, port: 80, expect: allow}
                                                  - {id: b, from: web, to: web, port: 0, expect: maybe}
                                              """);

            Told told = Told.by("lint", matrix.toString());

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.err()).isEmpty();
            assertThat(told.out().lines()).hasSize(3).allMatch(line -> line.startsWith(matrix + ":"));
            assertThat(told.out()).contains(":8:", "web", ":9:", "port 0", "maybe");
        }

        @Test
        void theFilesAUserWroteDoNotSteerTheTerminal() throws IOException {
            Path matrix = file("hostile.yaml", "apiVersion: \"\\e[31mred\\e]0;title\\a\"\nkind: ConnectivityMatrix\n");

            Told told = Told.by("lint", matrix.toString());

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.all()).doesNotContain("\u001b").doesNotContain("\u0007");
        }
    }

    @Nested
    class FilesThatAreNotMatrices {

        @ParameterizedTest(name = "netproof {0} no-such-file")
        @ValueSource(strings = {"run", "lint", "plan"})
        void aMissingFileIsNamed(String command) {
            Told told = Told.by(command, folder.resolve("none.yaml").toString());

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.all()).contains("none.yaml", "there is no such file. Check the path.").doesNotContain(
                    "\tat ");
        }

        @ParameterizedTest(name = "netproof {0} of nothing but zeros")
        @ValueSource(strings = {"run", "lint", "plan"})
        void noiseIsNoMatrix(String command) throws IOException {
            Path noise = Files.write(folder.resolve("noise.yaml"), new byte[4096]);

            Told told = Told.by(command, noise.toString());

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.all()).contains("noise.yaml:1:1").doesNotContain("\tat ").doesNotContain("\0");
        }

        @Test
        void anEmptyFolderHoldsNoMatrix() {
            assertThat(Told.by("run", folder.toString())).satisfies(told -> {
                assertThat(told.exit()).isEqualTo(2);
                assertThat(told.err()).contains("the folder has no YAML file");
            });
        }

        @Test
        void anInvalidMatrixIsNotRunAndAllItsProblemsAreTold() throws IOException {
            Path matrix = file("matrix.yaml",
                    "apiVersion: netproof.dev/v1beta1\nkind: ConnectivityMatrix\nspec: {peers: 7}\n");

            Told told = Told.by("run", "--kubeconfig", folder.resolve("none").toString(), matrix.toString());

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.err()).startsWith("netproof: there are ").contains("problems:\n", "metadata", "peers");
        }
    }

    @Nested
    class ClustersThatCannotBeReached {

        @ParameterizedTest(name = "netproof {0} without its kubeconfig")
        @ValueSource(strings = {"run", "plan", "clean"})
        void aMissingKubeconfigIsNamedInOneLine(String command) {
            String kubeconfig = folder.resolve("none").toString();
            Told told = command.equals("clean")
                    ? Told.by(command, "--kubeconfig", kubeconfig)
                    : Told.by(command, "--kubeconfig", kubeconfig, Examples.example("payments").toString());

            assertThat(told.exit()).isEqualTo(3);
            assertThat(told.err().lines()).singleElement().asString().startsWith("netproof: " + kubeconfig).contains(
                    "--kubeconfig");
        }

        @Test
        void aClusterThatIsNotThereIsNoSuccess() throws IOException {
            Path kubeconfig = file("kubeconfig", """
                                                 apiVersion: v1
                                                 kind: Config
                                                 current-context: gone
                                                 clusters: [{name: gone, cluster: {server: "http://127.0.0.1:1"}}]
                                                 contexts: [{name: gone, context: {cluster: gone, user: nobody}}]
                                                 users: [{name: nobody, user: {token: none}}]
                                                 """);

            Told told = Told.by("plan", "--kubeconfig", kubeconfig.toString(), Examples.example("payments").toString());

            assertThat(told.exit()).isEqualTo(3);
            assertThat(told.err()).startsWith("netproof: ").contains("127.0.0.1:1").doesNotContain("\tat ");
        }
    }
}
