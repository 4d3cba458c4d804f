package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;

import dev.netproof.evidence.Canary;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.lab.LabOptions;
import dev.netproof.lab.network.EnforcementMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The main job, end to end: the commands a user types, against real packets. */
class PaymentsTests {

    @TempDir
    Path out;

    private @Nullable RunHeader header;

    /** What a run in the example's lab told, after making sure that it left nothing behind. */
    private Told run(String example, EnforcementMode mode, String... more) throws Exception {
        return run(example, LabOptions.defaults().withMode(mode), more);
    }

    private Told run(String example, LabOptions options, String... more) throws Exception {
        try (LabSession lab = Examples.lab(example, options)) {
            List<String> arguments = new ArrayList<>(List.of("run", "--kubeconfig",
                    lab.lab().kubeconfig().toString(), "--out", out.toString()));
            arguments.addAll(List.of(more));
            arguments.add(Examples.example(example).resolve("matrix.yaml").toString());
            Told told = Told.by(arguments.toArray(String[]::new));
            Told left = Told.by("clean", "--dry-run", "--kubeconfig", lab.lab().kubeconfig().toString());
            assertThat(left.out()).as("left behind after %s", told).isEqualToIgnoringNewLines("Nothing is left.");
            return told;
        }
    }

    /** Edges that are not as expected, as READMEs of the examples list them. */
    private Map<String, String> found() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (EdgeEvidence edge : evidence()) {
            if (edge.verdict().result() != Result.CONFORMS) {
                found.put(edge.id(), edge.verdict().result().name().toLowerCase(Locale.ROOT) + " "
                        + edge.verdict()
                                .findings()
                                .stream()
                                .filter(finding -> finding.weight() != Weight.REMARK)
                                .map(finding -> finding.id().id())
                                .distinct()
                                .collect(Collectors.joining(", ")));
            }
        }
        return found;
    }

    private List<EdgeEvidence> evidence() throws IOException {
        List<EdgeEvidence> edges = new ArrayList<>();
        try (InputStream in = Files.newInputStream(out.resolve("evidence.json"))) {
            EvidenceJson.read(in, new EvidenceSink() {
                @Override
                public void begin(RunHeader begun) {
                    header = begun;
                }

                @Override
                public void edge(EdgeEvidence edge) {
                    edges.add(edge);
                }

                @Override
                public void end(RunFooter footer) {
                    // The edges are what is looked at.
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            });
        }
        return edges;
    }

    /** Edge ids of the test cases that have such a child. */
    private List<String> junit(String matrix, String child) throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(out.resolve("junit/TEST-" + matrix + ".xml").toFile());
        NodeList children = xml.getElementsByTagName(child);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < children.getLength(); i++) {
            String name = ((Element) children.item(i).getParentNode()).getAttribute("name");
            ids.add(name.contains(":") ? name.substring(0, name.indexOf(':')) : name);
        }
        return ids;
    }

    @Nested
    class AsAgreed {

        @Test
        void allIsWellUnderAnEngineThatDrops() throws Exception {
            Told told = run("payments", EnforcementMode.DROP);

            assertThat(told.exit()).as(told.all()).isZero();
            assertThat(told.out()).contains("The enforced graph is the agreed one: 10 edges, 10 as expected");
            assertThat(found()).isEmpty();
        }

        @Test
        void theVerdictsAreTheSameUnderAnEngineThatRejects() throws Exception {
            Told told = run("payments", EnforcementMode.REJECT);

            assertThat(told.exit()).as(told.all()).isZero();
            assertThat(told.out()).contains("rejects");
            assertThat(found()).isEmpty();
        }

        @Test
        void everyReportIsWritten() throws Exception {
            run("payments", EnforcementMode.DROP);

            assertThat(out.resolve("summary.md")).isNotEmptyFile();
            assertThat(out.resolve("evidence.json")).isNotEmptyFile();
            assertThat(out.resolve("junit/TEST-payments.xml")).isNotEmptyFile();
            try (var results = Files.list(out.resolve("allure-results"))) {
                assertThat(results.filter(file -> file.toString().endsWith("-result.json"))).hasSize(10);
            }
            assertThat(junit("payments", "failure")).isEmpty();
            assertThat(junit("payments", "error")).isEmpty();
            assertThat(junit("payments", "skipped")).isEmpty();
        }
    }

    @Nested
    class Broken {

        @Test
        void exactlyWhatItsReadmePromisesIsFound() throws Exception {
            Map<String, String> promised = Examples.promised("payments-broken");
            assertThat(promised).hasSize(3);

            Told told = run("payments-broken", EnforcementMode.DROP);

            assertThat(told.exit()).as(told.all()).isEqualTo(1);
            assertThat(found()).isEqualTo(promised);
            assertThat(told.out()).contains("2 violated, 1 unproven");
            assertThat(junit("payments-broken", "failure")).containsExactlyInAnyOrder("dev-stays-out",
                    "payments-books");
            assertThat(junit("payments-broken", "error")).containsExactly("admin-is-private");
            assertThat(junit("payments-broken", "skipped")).isEmpty();
        }

        @Test
        void theSameIsFoundUnderAnEngineThatRejects() throws Exception {
            Told told = run("payments-broken", EnforcementMode.REJECT);

            assertThat(told.exit()).as(told.all()).isEqualTo(1);
            assertThat(found()).isEqualTo(Examples.promised("payments-broken"));
        }
    }

    @Nested
    class NothingIsEnforced {

        @Test
        void noDenyIsBelievedAndOnePlainLineSaysWhy() throws Exception {
            Told told = run("payments", EnforcementMode.NONE);

            assertThat(told.exit()).as(told.all()).isEqualTo(3);
            assertThat(told.err().lines()).singleElement()
                    .asString()
                    .startsWith("netproof: enforcement was not seen in this cluster")
                    .contains("--unenforced");
            assertThat(evidence()).hasSize(10).allSatisfy(edge -> {
                if (edge.expected() == Expectation.ALLOW) {
                    assertThat(edge.verdict().result()).isEqualTo(Result.CONFORMS);
                } else {
                    assertThat(edge.verdict().result()).isNotEqualTo(Result.CONFORMS);
                }
            });
            assertThat(junit("payments", "error")).as("one says why the run as a whole proved nothing").isNotEmpty();
            assertThat(junit("payments", "skipped")).isEmpty();
        }

        @Test
        void whoGoesOnSeesTheLeaks() throws Exception {
            Told told = run("payments", EnforcementMode.NONE, "--unenforced");

            assertThat(told.exit()).as(told.all()).isEqualTo(1);
            assertThat(found()).containsEntry("dev-stays-out", "violated not-enforced")
                    .containsEntry("stranger-stays-out", "violated not-enforced")
                    .doesNotContainKey("checkout-pays");
        }
    }

    @Nested
    class ASlowEngine {

        @Test
        void allIsWellAndTheEvidenceSaysHowLongAPolicyTook() throws Exception {
            Told told = run("payments", LabOptions.defaults().withPolicyDelay(Duration.ofMillis(400)));

            assertThat(told.exit()).as(told.all()).isZero();
            assertThat(found()).isEmpty();
            Canary canary = canary();
            // A probe is under way for a while when a policy takes hold, so it may be seen a little early.
            assertThat(canary.enforcementDelay()).isGreaterThan(Duration.ofMillis(250));
            assertThat(canary.releaseDelay()).isGreaterThan(Duration.ofMillis(250));
            assertThat(canary.startUpLeak()).isFalse();
        }

        @Test
        void aPodThatIsOpenAtFirstIsWaitedForAndReported() throws Exception {
            Told told = run("payments", LabOptions.defaults().withStartupLeak(Duration.ofSeconds(3)));

            assertThat(told.exit()).as(told.all()).isZero();
            assertThat(found()).isEmpty();
            Canary canary = canary();
            assertThat(canary.startUpLeak()).isTrue();
            assertThat(canary.detail()).contains("a new pod was unprotected for ");
        }

        private Canary canary() {
            return Objects.requireNonNull(header).canary();
        }
    }

    @Test
    void mistakesInManifestsAreToldBeforeALabIsStarted() throws Exception {
        Path wrong = Files.writeString(out.resolve("wrong.yaml"), """
                                                                  apiVersion: v1
                                                                  kind: Pod
                                                                  metadata: {name: lost, namespace: nowhere}
                                                                  spec: {containers: [{name: main, image: any}]}
                                                                  """);

        Told told = Told.by("lab", "--manifests", wrong.toString());

        assertThat(told.exit()).as(told.all()).isEqualTo(2);
        assertThat(told.err()).contains("wrong.yaml:1: namespace \"nowhere\" of Pod lost does not exist.");
        assertThat(told.out()).doesNotContain("starting the lab");
    }

    @Test
    void aLabWithManifestsAndMatrixIsOneCommand() throws Exception {
        Examples.lab("payments", EnforcementMode.DROP).close();
        Path example = Examples.example("payments");

        Told told = Told.by("lab", "--manifests", example.resolve("manifests").toString(), "--run",
                example.resolve("matrix.yaml").toString(), "--out", out.toString());

        assertThat(told.exit()).as(told.all()).isZero();
        assertThat(told.out()).contains("Reports: " + out);
    }

    @Test
    void aPlanNamesPodsAndAddressesAndCreatesNothing() throws Exception {
        try (LabSession lab = Examples.lab("payments", EnforcementMode.DROP)) {
            String kubeconfig = lab.lab().kubeconfig().toString();

            Told told = Told.by("plan", "--kubeconfig", kubeconfig,
                    Examples.example("payments").resolve("matrix.yaml").toString());

            assertThat(told.exit()).as(told.all()).isZero();
            assertThat(told.out()).contains("Would launch 5 probe pods", "checkout-pays",
                    "at the addresses of example.org, resolved at run time", "by proxy",
                    "(readiness probe proves it listens)");
            assertThat(Told.by("clean", "--dry-run", "--kubeconfig", kubeconfig).out()).contains("Nothing is left.");
        }
    }
}
