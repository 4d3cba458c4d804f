package dev.netproof.matrix.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.netproof.evidence.Expectation;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Matrices;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which edges {@code otherwise} makes, and what becomes of those that were written. */
class OtherwiseTests {

    private static final String PEERS = """
                                        a: {namespace: one, workload: deployment/a, service: a}
                                            b: {namespace: two, labels: {app: b}}
                                            dns: {namespace: kube-system, service: kube-dns}
                                            host: {host: example.org}
                                        """;

    @Nested
    class Pairs {

        @Test
        void areAllSourcesWithAllDestinationsOverThePortsThatEdgesName() {
            assertThat(implied(PEERS, """
                                      - {id: x, from: b, to: a, port: [80, metrics], expect: allow}
                                          - {id: y, from: a, to: dns, port: 53/UDP, expect: allow}
                                      """, "{expect: deny}")).containsExactly("otherwise.a.a.80-tcp",
                    "otherwise.a.a.metrics-tcp",
                    "otherwise.b.dns.53-udp");
        }

        @Test
        void leaveOutThePeersExceptedAtEitherEnd() {
            assertThat(implied(PEERS, """
                                      - {id: x, from: a, to: a, port: 80, expect: allow}
                                          - {id: y, from: a, to: dns, port: 53/UDP, expect: allow}
                                      """, "{expect: deny, except: [dns]}")).containsExactly("otherwise.b.a.80-tcp");
            assertThat(implied(PEERS, """
                                      - {id: x, from: a, to: a, port: 80, expect: allow}
                                          - {id: y, from: a, to: dns, port: 53/UDP, expect: allow}
                                      """, "{expect: deny, except: [b]}")).isEmpty();
        }

        @Test
        void leaveOutAPeerAndItself() {
            var edges = "- {id: x, from: b, to: a, port: 80, expect: allow}";

            assertThat(implied(PEERS, edges, "{expect: deny}")).containsExactly("otherwise.a.a.80-tcp");
            assertThat(implied(PEERS, edges, "{expect: deny, except: [self]}")).isEmpty();
        }

        @Test
        void takeTwoPeersOfOneIdentityForOne() {
            assertThat(implied("""
                               a: {namespace: one, workload: deployment/a, service: a}
                                   a-pods: {namespace: one, workload: deployment/a}
                                   b: {namespace: two, labels: {app: b}}
                               """, """
                                    - {id: x, from: b, to: a, port: 80, expect: allow}
                                        - {id: y, from: b, to: a-pods, port: 8080, expect: allow}
                                    """, "{expect: deny, except: [self]}")).isEmpty();
        }

        @Test
        void areMadeOnceWhereTwoPeersAreTheSame() {
            assertThat(implied("""
                               a: {namespace: one, workload: deployment/a, service: a}
                                   also-a: {namespace: one, service: a}
                                   b: {namespace: two, labels: {app: b}}
                               """, "- {id: x, from: a, to: also-a, port: 80, expect: allow}", "{expect: deny}"))
                    .containsExactly("otherwise.b.a.80-tcp");
        }

        @Test
        void tellProtocolsApart() {
            assertThat(implied(PEERS, """
                                      - {id: x, from: a, to: dns, port: 53, expect: allow}
                                          - {id: y, from: b, to: dns, port: 53/UDP, expect: allow}
                                      """, "{expect: deny}")).containsExactly("otherwise.a.dns.53-udp",
                    "otherwise.b.dns.53-tcp");
        }
    }

    @Nested
    class Ports {

        @Test
        void canBeListedInPlaceOfThoseThatEdgesName() {
            assertThat(implied(PEERS, "- {id: x, from: b, to: a, port: 80, expect: allow}",
                    "{expect: deny, ports: [22, 53/UDP], except: [self, dns]}"))
                    .containsExactly("otherwise.a.host.22-tcp", "otherwise.a.host.53-udp", "otherwise.b.a.22-tcp",
                            "otherwise.b.a.53-udp", "otherwise.b.host.22-tcp", "otherwise.b.host.53-udp");
        }

        @Test
        void areNotLookedForByNameOutsideTheCluster() {
            assertThat(implied(PEERS, "- {id: x, from: b, to: a, port: 80, expect: allow}",
                    "{expect: deny, ports: [http], except: [self, dns]}")).containsExactly("otherwise.b.a.http-tcp");
        }

        @Test
        void areNotNamedByAnEdgeThroughAProxy() {
            assertThat(implied(PEERS,
                    "- {id: x, from: a, to: host, port: 443, via: {peer: a, port: 3128}, expect: allow}",
                    "{expect: deny}")).isEmpty();
        }

        @Test
        void leaveTheWayToAProxyAlone() {
            assertThat(implied(PEERS,
                    "- {id: x, from: b, to: host, port: 443, via: {peer: a, port: 3128}, expect: allow}",
                    "{expect: deny, ports: [3128], except: [dns, host]}")).containsExactly("otherwise.a.a.3128-tcp");
        }
    }

    @Nested
    class Edges {

        @Test
        void askWhatTheFirstEdgeToNameThePortAsks() {
            var matrix = read(PEERS,
                    """
                    - {id: x, from: a, to: dns, port: 53/UDP, probe: {dns: one.example}, expect: allow}
                        - {id: y, from: a, to: dns, port: 53/UDP, probe: {dns: two.example}, expect: allow}
                    """, "{expect: deny}");

            assertThat(matrix.edges()).filteredOn(Edge::isImplied).extracting(Edge::ask)
                    .containsExactly(new Ask.Query("one.example"));
        }

        @Test
        void fallBackToWhatOtherwiseExpects() {
            var edges = """
                        - {id: x, from: b, to: a, port: 80, expect: allow}
                            - {id: y, from: b, to: a, port: 81, expect: deny}
                        """;

            assertThat(read(PEERS, edges, "{expect: deny}").edges()).extracting(Edge::otherwise)
                    .containsOnly(Expectation.DENY);
            assertThat(read(PEERS, edges, "{expect: allow}").edges()).extracting(Edge::otherwise)
                    .containsOnly(Expectation.ALLOW);
        }
    }

    @Test
    void withoutItAnEdgeFallsBackToTheOppositeOfWhatItExpects() {
        var text = text(PEERS, """
                               - {id: x, from: b, to: a, port: 80, expect: allow}
                                   - {id: y, from: b, to: a, port: 81, expect: deny}
                               """, "{expect: deny}");
        var without = text.substring(0, text.indexOf("  otherwise:"));

        assertThat(((Reading.Valid) Matrices.reading(without)).matrices().getFirst().edges())
                .extracting(Edge::otherwise).containsExactly(Expectation.DENY, Expectation.ALLOW);
    }

    private static List<String> implied(String peers, String edges, String otherwise) {
        return read(peers, edges, otherwise).edges().stream().filter(Edge::isImplied).map(Edge::id).toList();
    }

    private static ConnectivityMatrix read(String peers, String edges, String otherwise) {
        return switch (Matrices.reading(text(peers, edges, otherwise))) {
            case Reading.Valid sound -> sound.matrices().getFirst();
            case Reading.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    }

    private static String text(String peers, String edges, String otherwise) {
        return """
               apiVersion: netproof.dev/v1beta1
               kind: ConnectivityMatrix
               metadata: {name: m}
               spec:
                 peers:
                   %s
                 edges:
                   %s
                 otherwise: %s
               """.formatted(peers.strip(), edges.strip(), otherwise);
    }
}
