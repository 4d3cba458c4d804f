package dev.netproof.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import dev.netproof.evidence.CollectedEvidence;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSchema;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.lab.network.EnforcementMode;
import dev.netproof.reports.archive.Ledger;
import dev.netproof.reports.archive.Link;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nights as an auditor wants them, by the commands a user types, against real packets. */
class SealedNightsTests {

    @TempDir
    private Path folder;

    private final List<String> pushed = new CopyOnWriteArrayList<>();
    private HttpServer gateway;

    @BeforeEach
    void listen() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            pushed.add(exchange.getRequestURI() + "\n" + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void hush() {
        gateway.stop(0);
    }

    @Test
    void are_signed_chained_compared_pushed_and_anchored() throws Exception {
        keys();
        Path ledger = folder.resolve("ledger");
        try (LabSession lab = Examples.lab("payments", EnforcementMode.DROP)) {
            Told first = night(lab, 1);
            assertThat(first.exit()).as(first.toString()).isZero();
            Told second = night(lab, 2, "--baseline", folder.resolve("night-1/evidence.zip").toString());
            assertThat(second.exit()).as(second.toString()).isZero();

            Link newest = Ledger.in(ledger).head();
            assertThat(second.out()).contains("newest link " + newest,
                    "Anchor: lease netproof-ledger-" + linkOfTheFirstNight().substring(0, 12)
                            + " in namespace netproof-canary");
            assertThat(pushed).hasSize(2);
            assertThat(pushed.getLast()).startsWith("/metrics/job/netproof\n")
                    .contains("netproof_ledger_entry{link=\"" + newest.hash() + "\"} 2\n").endsWith("# EOF\n");
            assertThat(folder.resolve("night-2/metrics.prom")).content().contains(newest.hash());

            Told verified = Told.by("verify", "--ledger", ledger.toString(), "--expect-head", newest.hash(), "--key",
                    folder.resolve("public.pem").toString(), "--require-signature");
            assertThat(verified.exit()).as(verified.toString()).isZero();
        }
        theEvidenceIsWhole();
        theReportsComeAgain();
    }

    private Told night(LabSession lab, int night, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", "--kubeconfig", lab.lab().kubeconfig().toString(),
                "--out", folder.resolve("night-" + night).toString(), "--key", folder.resolve("key.pem").toString(),
                "--ledger", folder.resolve("ledger").toString(), "--push",
                "http://localhost:" + gateway.getAddress().getPort(),
                Examples.example("payments").resolve("matrix.yaml").toString()));
        arguments.addAll(List.of(more));
        return Told.by(arguments.toArray(String[]::new));
    }

    private void theEvidenceIsWhole() throws IOException {
        Path evidence = folder.resolve("night-2/evidence.json");
        assertThat(EvidenceSchema.load().problems(Files.readString(evidence))).isEmpty();
        CollectedEvidence read = new CollectedEvidence();
        try (InputStream in = Files.newInputStream(evidence)) {
            EvidenceJson.read(in, read);
        }
        RunHeader header = Objects.requireNonNull(read.header());
        assertThat(header.policies().inForce()).isNotEmpty().allSatisfy(policy -> {
            assertThat(policy.uid()).isNotBlank();
            assertThat(policy.resourceVersion()).isNotBlank();
        });
        assertThat(header.policies().inForce()).extracting(policy -> policy.ref().toString())
                .contains("NetworkPolicy payments/default-deny")
                .noneMatch(policy -> policy.contains("netproof"));
        assertThat(Objects.requireNonNull(read.footer()).policyChanges()).isEmpty();
        assertThat(header.probeImageIds()).containsExactly("lab://" + header.probeImage());
        assertThat(header.cluster().uid()).isNotBlank();
        assertThat(header.matrices()).extracting(MatrixFile::sha256).allMatch(sha256 -> sha256.length() == 64);
        assertThat(header.ledgerHead()).as("the link of the night before").isEqualTo(linkOfTheFirstNight());
        RunFooter footer = Objects.requireNonNull(read.footer());
        assertThat(Objects.requireNonNull(footer.changes()).since()).isNotEqualTo(header.runId());
        assertThat(footer.changes().same()).isEqualTo(read.edges().size());
        assertThat(read.edges()).allSatisfy(edge -> {
            assertThat(edge.attempts()).isNotEmpty();
            assertThat(edge.convergence().settled()).isNotNull();
            assertThat(edge.controls()).isNotEmpty();
        });
    }

    /** All but the newest link, which stands for the evidence and so is not in it. */
    private void theReportsComeAgain() throws Exception {
        Path night = folder.resolve("night-2");
        Path again = folder.resolve("again");
        Told told = Told.by("report", night.resolve("evidence.zip").toString(), "--out", again.toString(), "--key",
                folder.resolve("key.pem").toString());
        assertThat(told.exit()).as(told.toString()).isZero();
        for (String file : List.of("evidence.json", "evidence.zip", "report.html", "summary.md",
                "junit/TEST-payments.xml")) {
            assertThat(again.resolve(file)).hasSameBinaryContentAs(night.resolve(file));
        }
        String metrics = Files.readString(night.resolve("metrics.prom"));
        assertThat(Files.readString(again.resolve("metrics.prom")))
                .isEqualTo(metrics.substring(0, metrics.indexOf("# TYPE netproof_ledger_entry")) + "# EOF\n");
        assertThat(again.resolve("report.html")).content().contains(linkOfTheFirstNight());
    }

    private String linkOfTheFirstNight() throws IOException {
        return Ledger.in(folder.resolve("ledger")).first().hash();
    }

    private void keys() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        pem("key.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
        pem("public.pem", "PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private void pem(String file, String type, byte[] der) throws IOException {
        Files.writeString(folder.resolve(file), "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n");
    }
}
