package dev.netproof.matrix;

import static dev.netproof.evidence.Expectation.ALLOW;
import static dev.netproof.evidence.Expectation.DENY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Severity;
import dev.netproof.matrix.reader.MatrixReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A whole matrix, and what each of its lines means. */
class PaymentsMatrixTests {

    private static final String FILE = "src/test/resources/matrix/good/payments.yaml";

    private static final Source CHECKOUT = new Source("checkout",
            new Identity.OfWorkload("shop", WorkloadKind.DEPLOYMENT, "checkout-api"));
    private static final Source STRANGER = new Source("stranger",
            new Identity.Labelled("payments", Map.of("app", "stranger")));
    private static final Source PAYMENTS_OUT = new Source("payments",
            new Identity.OfWorkload("payments", WorkloadKind.DEPLOYMENT, "payments-api"));
    private static final Source LEGACY = new Source("legacy",
            new Identity.OfWorkload("legacy", WorkloadKind.DEPLOYMENT, "batch"));

    private static final Destination PAYMENTS = new Destination("payments",
            new Target.OfService("payments", "payments-api"));
    private static final Destination DNS = new Destination("dns", new Target.OfService("kube-system", "kube-dns"));
    private static final Destination INTERNET = new Destination("internet", new Target.Host("example.org"));
    private static final Destination PROXY = new Destination("proxy", new Target.OfService("egress", "proxy"));

    private static final Port HTTP_ALT = new Port.Numbered(8080, Protocol.TCP);

    private final ConnectivityMatrix matrix = Matrices.read(FILE);

    @Test
    void carriesItsNameItsFileAndTheFilesDigest() {
        assertThat(matrix.name()).isEqualTo("payments");
        assertThat(matrix.file()).isEqualTo(FILE);
        assertThat(matrix.sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void readsAnAgreedConnection() {
        assertThat(edge("checkout-pays")).isEqualTo(edge("checkout-pays", 15, CHECKOUT, PAYMENTS, HTTP_ALT, ALLOW,
                null, Severity.CRITICAL,
                new Governance("checkout submits authorisation requests", "payments", null, null), null, true));
    }

    @Test
    void readsAForbiddenConnectionToANamedPort() {
        assertThat(edge("stranger-out")).isEqualTo(edge("stranger-out", 17, STRANGER, PAYMENTS,
                new Port.Named("http", Protocol.TCP), DENY, null, Severity.MAJOR, Governance.NONE, null, true));
    }

    @Test
    void readsAQueryForAName() {
        assertThat(edge("payments-resolves")).isEqualTo(edge("payments-resolves", 18, PAYMENTS_OUT, DNS,
                new Port.Numbered(53, Protocol.UDP), ALLOW, new Ask.Query("kubernetes.default.svc.cluster.local"),
                Severity.MAJOR, Governance.NONE, null, true));
    }

    @Test
    void readsADenyThatNothingElseProves() {
        assertThat(edge("no-internet")).isEqualTo(edge("no-internet", 19, PAYMENTS_OUT, INTERNET,
                new Port.Numbered(443, Protocol.TCP), DENY, null, Severity.MAJOR, Governance.NONE, null, false));
    }

    @Test
    void readsAConnectionThroughAProxy() {
        assertThat(edge("internet-by-proxy")).isEqualTo(edge("internet-by-proxy", 20, PAYMENTS_OUT, INTERNET,
                new Port.Numbered(443, Protocol.TCP), ALLOW, null, Severity.MAJOR, Governance.NONE,
                new Via(PROXY, new Port.Numbered(3128, Protocol.TCP)), true));
    }

    @Test
    void readsAnExceptionThatExpires() {
        assertThat(edge("legacy-exception")).isEqualTo(edge("legacy-exception", 21, LEGACY, PAYMENTS, HTTP_ALT, ALLOW,
                null, Severity.MAJOR, new Governance(null, "batch", "SEC-412", LocalDate.of(2031, 1, 31)), null, true));
    }

    @Test
    void writesOutWhatNoEdgeSpeaksOf() {
        assertThat(matrix.edges()).extracting(Edge::id).containsExactly("checkout-pays", "stranger-out",
                "payments-resolves", "no-internet", "internet-by-proxy", "legacy-exception",
                "otherwise.checkout.payments.http-tcp", "otherwise.checkout.internet.443-tcp",
                "otherwise.stranger.payments.8080-tcp", "otherwise.stranger.internet.443-tcp",
                "otherwise.legacy.payments.http-tcp", "otherwise.legacy.internet.443-tcp");
        assertThat(matrix.edges()).filteredOn(Edge::isImplied).hasSize(6).allSatisfy(edge -> {
            assertThat(edge.position()).isEqualTo(new Position(FILE, 22, 3));
            assertThat(edge.expected()).isEqualTo(DENY);
            assertThat(edge.governance()).isEqualTo(Governance.NONE);
            assertThat(edge.needsControl()).isTrue();
        });
    }

    @Test
    void warnsOfNothing() {
        assertThat(new MatrixReader().read(List.of(Path.of(FILE))).problems()).isEmpty();
    }

    private Edge edge(String id) {
        return matrix.edges().stream().filter(edge -> edge.id().equals(id)).findFirst().orElseThrow();
    }

    private static Edge edge(String id, int line, Source source, Destination destination, Port port,
            Expectation expected, @Nullable Ask ask, Severity severity, Governance governance, @Nullable Via via,
            boolean needsControl) {
        return new Edge(id, new Position(FILE, line, 7), source, destination, port, expected, DENY, ask,
                Duration.ofSeconds(3), Duration.ofSeconds(30), Mode.ENFORCE, severity, Set.of(), governance, via,
                needsControl);
    }
}
