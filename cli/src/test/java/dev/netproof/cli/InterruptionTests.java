package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;

import dev.netproof.cluster.Cluster;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.lab.LabOptions;
import dev.netproof.lab.network.EnforcementMode;
import dev.netproof.probe.RunMark;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/**
 * Runs in a process of their own that are told to end, against a lab in this one.
 *
 * <p>Nothing is enforced in the lab, so that a canary policy stays until the canary's patience ends, and one edge leads where
 * nobody listens, so that a run that is let alone takes a minute.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptionTests {

    private static final String SCENE = """
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: shop}
                                        ---
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: payments}
                                        ---
                                        apiVersion: v1
                                        kind: Pod
                                        metadata: {name: payer, namespace: payments, labels: {app: payer}}
                                        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        ---
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: payer, namespace: payments}
                                        spec: {selector: {app: payer}, ports: [{name: a, port: 8080}, {name: b, port: 9999}]}
                                        """;

    private static final String MATRIX = """
                                         apiVersion: netproof.dev/v1beta1
                                         kind: ConnectivityMatrix
                                         metadata: {name: endless}
                                         spec:
                                           defaults: {timeout: 20s, convergence: 60s}
                                           peers:
                                             checkout: {namespace: shop, labels: {app: checkout}}
                                             stranger: {namespace: payments, labels: {app: stranger}}
                                             payer: {namespace: payments, service: payer}
                                           edges:
                                             - {id: pays, from: checkout, to: payer, port: 8080, expect: allow}
                                             - {id: dead, from: checkout, to: payer, port: 9999, expect: allow}
                                             - {id: stays-out, from: stranger, to: payer, port: 8080, expect: deny}
                                         """;

    private final Path folder;
    private final LabSession lab;
    private final Cluster cluster;

    InterruptionTests(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Path scene = Files.writeString(folder.resolve("scene.yaml"), SCENE);
        Files.writeString(folder.resolve("matrix.yaml"), MATRIX);
        lab = lab(scene);
        cluster = lab.cluster();
    }

    /** Skips the test, visibly, on a machine that has no namespaces to give. */
    private static LabSession lab(Path scene) throws Exception {
        try {
            return LabSession.start(LabOptions.defaults().withMode(EnforcementMode.NONE), List.of(scene),
                    new Terminal(new PrintWriter(new StringWriter()), false));
        } catch (IOException e) {
            return abort(e.toString());
        }
    }

    private List<HasMetadata> ofRuns() {
        return cluster.find(null, RunMark.labels());
    }

    @AfterEach
    void nothingOfARunIsLeft() {
        assertThat(ofRuns()).isEmpty();
    }

    @AfterAll
    void end() {
        lab.close();
    }

    private Child run(Path out) throws IOException {
        return Child.start("run", folder.resolve("matrix.yaml").toString(), "--kubeconfig",
                lab.lab().kubeconfig().toString(), "--out", out.toString());
    }

    @ParameterizedTest(name = "{0} while it says {1}")
    @CsvSource({"INT, reading the cluster", "INT, launching 2 probe pods", "TERM, letting policies take hold",
            "INT, from 2 pods", "TERM, probing again"})
    void aRunThatIsToldToEndCleansUpAndAccountsForEveryEdge(String signal, String moment, @TempDir Path out)
            throws Exception {
        try (Child child = run(out)) {
            child.hears(moment).signal(signal);
            long told = System.nanoTime();

            assertThat(child.exit()).as(child::said).isEqualTo(130);

            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(15));
            assertThat(child.said()).contains("netproof: interrupted while ").contains("Reports: ")
                    .doesNotContain("Exception", "\tat ");
        }
        assertThat(edges(out)).extracting(EdgeEvidence::id).containsExactly("pays", "dead", "stays-out");
        assertThat(edges(out)).allSatisfy(edge -> {
            assertThat(edge.verdict().result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(edge.verdict().findings()).extracting(f -> f.id()).containsExactly(FindingId.NOT_TRIED);
            assertThat(edge.verdict().summary()).startsWith("not tried: interrupted while ");
        });
        Element suite = suite(out);
        assertThat(suite.getElementsByTagName("error").getLength()).isGreaterThanOrEqualTo(3);
        assertThat(suite.getElementsByTagName("skipped").getLength()).isZero();
        assertThat(Files.readString(out.resolve("summary.md"))).contains("interrupted while ");
    }

    @Test
    void anInterruptedCanaryTakesItsPoliciesAlong(@TempDir Path out) throws Exception {
        try (Child child = run(out)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> kinds().contains("NetworkPolicy"));
            child.signal("INT");

            assertThat(child.exit()).as(child::said).isEqualTo(130);
        }
    }

    @Test
    void whatAKilledRunLeavesIsFoundAndRemoved(@TempDir Path out) throws Exception {
        try (Child child = run(out)) {
            child.hears("from 2 pods");
            await().atMost(Duration.ofMinutes(1)).until(() -> kinds().contains("NetworkPolicy"));
            child.kill();
        }
        assertThat(kinds()).contains("ConfigMap", "Pod", "NetworkPolicy", "Lease");
        StringWriter said = new StringWriter();

        int exit = Netproof.commandLine().setOut(new PrintWriter(said)).execute("clean", "--kubeconfig",
                lab.lab().kubeconfig().toString());

        assertThat(exit).as(said::toString).isZero();
        assertThat(said.toString()).contains("removed pod", "removed networkpolicy", "removed configmap",
                "removed lease");
    }

    @Test
    void aSecondRunOfTheSameMatrixIsToldOfTheFirst(@TempDir Path out, @TempDir Path other) throws Exception {
        try (Child first = run(out)) {
            first.hears("launching");
            try (Child second = run(other)) {
                assertThat(second.exit()).as(second::said).isEqualTo(3);
                assertThat(second.said()).contains("netproof: Another run of matrix endless is under way: ")
                        .contains(" holds lease netproof-endless in namespace netproof-canary since ")
                        .doesNotContain("Exception", "\tat ");
            }
            first.signal("INT");
            assertThat(first.exit()).as(first::said).isEqualTo(130);
        }
    }

    private List<String> kinds() {
        return ofRuns().stream().map(HasMetadata::getKind).toList();
    }

    private static Element suite(Path out) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(out.resolve("junit").resolve("TEST-endless.xml").toFile()).getDocumentElement();
    }

    private static List<EdgeEvidence> edges(Path out) throws IOException {
        List<EdgeEvidence> edges = new ArrayList<>();
        try (InputStream in = Files.newInputStream(out.resolve("evidence.json"))) {
            EvidenceJson.read(in, new EvidenceSink() {

                @Override
                public void begin(RunHeader header) {
                    assertThat(header.runId()).isNotEmpty();
                }

                @Override
                public void edge(EdgeEvidence edge) {
                    edges.add(edge);
                }

                @Override
                public void end(RunFooter footer) {
                    assertThat(footer.remark()).startsWith("interrupted while ");
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            });
        }
        return edges;
    }
}
