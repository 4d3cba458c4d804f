package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;

/** Sealed runs, one a night, for tests to tamper with. */
final class Nights {
    static final Instant FIRST = Instant.parse("2026-11-01T02:00:00Z");
    static final byte[] MATRIX = "kind: ConnectivityMatrix\nmetadata: {name: payments}\n".getBytes(UTF_8);
    static final byte[] LEGACY = "kind: ConnectivityMatrix\nmetadata: {name: legacy}\n".getBytes(UTF_8);
    static final MatrixSource MATRICES = matrix -> Optional
            .of(matrix.matrix().equals("payments") ? MATRIX : LEGACY);

    private Nights() {}

    static RunHeader header(int night) {
        RunHeader any = GeneratedEvidence.plain(night).header();
        return new RunHeader("r-" + night, FIRST.plus(Duration.ofDays(night)), "0.1.0", any.cluster(), any.canary(),
                "probe:0.1", List.of(new MatrixFile("payments", "matrices/payments.yaml", Sha256.of(MATRIX), 5),
                        new MatrixFile("legacy", "matrices/old/legacy.yaml", Sha256.of(LEGACY), 1)));
    }

    /** The same, judged when the ledger ended in {@code head}. */
    static Path sealedAfter(String head, Path file, int night, Optional<SigningKey> key) throws IOException {
        GeneratedEvidence generated = GeneratedEvidence.plain(night);
        try (EvidenceSink sink = Archive.writer(file, new Seal(MATRICES, key))) {
            sink.begin(header(night).after(head));
            EdgeEvidence edge = generated.edge();
            sink.edge(edge);
            sink.end(new RunFooter(end(night), Totals.NONE.plus(edge)));
        }
        return file;
    }

    static Instant end(int night) {
        return FIRST.plus(Duration.ofDays(night)).plusSeconds(20);
    }

    static void into(EvidenceSink sink, int night, int edges) throws IOException {
        GeneratedEvidence generated = GeneratedEvidence.plain(night);
        sink.begin(header(night));
        Totals totals = Totals.NONE;
        for (int i = 0; i < edges; i++) {
            EdgeEvidence edge = generated.edge();
            totals = totals.plus(edge);
            sink.edge(edge);
        }
        sink.end(new RunFooter(end(night), totals));
    }

    static Path sealed(Path file, int night, Optional<SigningKey> key) throws IOException {
        try (EvidenceSink sink = Archive.writer(file, new Seal(MATRICES, key))) {
            into(sink, night, 6);
        }
        return file;
    }

    static Path sealed(Path file, int night) throws IOException {
        return sealed(file, night, Optional.empty());
    }

    static KeyPair p256() {
        return key("EC", "secp256r1");
    }

    static KeyPair ed25519() {
        return key("Ed25519", "");
    }

    static KeyPair key(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static SigningKey signing(KeyPair key) {
        try {
            Path file = Files.createTempFile("netproof", ".pem");
            try {
                return SigningKey.read(Files.writeString(file, pem(key)));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the JDK encodes it, which leaves the public half of an elliptic curve key out; so it follows. */
    static String pem(KeyPair key) {
        return block("PRIVATE KEY", key.getPrivate()) + block("PUBLIC KEY", key.getPublic());
    }

    static String block(String label, Key key) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'})
                .encodeToString(key.getEncoded()) + "\n-----END " + label + "-----\n";
    }
}
