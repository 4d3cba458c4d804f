package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.matrix.NamespaceSelector.Requirement;
import dev.netproof.matrix.reader.MatrixExpansion;
import dev.netproof.matrix.reader.Reading;
import dev.netproof.matrix.yaml.Problem;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a matrix says for many namespaces. */
class ForEachTests {

    private static final Map<String, Map<String, String>> CLUSTER = Map.of(
            "kube-system", Map.of(),
            "globex", Map.of("role", "tenant", "tier", "gold"),
            "acme", Map.of("role", "tenant", "tier", "silver"),
            "initech", Map.of("role", "tenant"));

    private static final String PEERS = """
                                          peers:
                                            web: {namespace: "${tenant}", workload: deployment/web, service: web}
                                            gateway: {namespace: edge, labels: {app: gateway}, service: gateway}
                                        """;

    private static final String EDGES = """
                                          edges:
                                            - {id: in, from: gateway, to: web, port: 80, expect: allow}
                                            - {id: out, from: gateway, to: gateway, port: 80, expect: allow}
                                        """;

    private static final String TENANTS = """
                                            forEach:
                                              tenant: {namespaceSelector: {matchLabels: {role: tenant}}}
                                          """;

    private static final String PAIRS = """
                                          forEach:
                                            mine: {namespaceSelector: {matchLabels: {role: tenant}}}
                                            other: {namespaceSelector: {matchLabels: {role: tenant}}}
                                          peers:
                                            mine: {namespace: "${mine}", workload: deployment/web, service: web}
                                            other: {namespace: "${other}", workload: deployment/web, service: web}
                                          edges:
                                            - {id: inside, from: mine, to: mine, port: 80, expect: allow}
                                            - {id: apart, from: mine, to: other, port: 80, expect: deny}
                                        """;

    private static String matrix(String... parts) {
        return "apiVersion: netproof.dev/v1beta1\nkind: ConnectivityMatrix\nmetadata: {name: tenants}\nspec:\n"
                + String.join("", parts);
    }

    private static List<Edge> edges(String text) {
        return edges(text, CLUSTER);
    }

    private static List<Edge> edges(String text, Map<String, Map<String, String>> cluster) {
        return sound(MatrixExpansion.expand(sound(Matrices.reading(text)), cluster)).getFirst().edges();
    }

    private static List<ConnectivityMatrix> sound(Reading reading) {
        return switch (reading) {
            case Reading.Valid sound -> sound.matrices();
            case Reading.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    }

    private static List<String> said(Reading reading) {
        return reading.problems().stream().map(Problem::toString).map(line -> line.replaceFirst("^.*/", "")).toList();
    }

    @Nested
    class Expansion {

        @Test
        void repeatsAnEdgeForEachNamespaceThatIsSelected() {
            assertThat(edges(matrix(TENANTS, PEERS, EDGES))).filteredOn(edge -> edge.id().startsWith("in"))
                    .extracting(Edge::id, edge -> edge.destination().target())
                    .containsExactly(
                            tuple("in.acme", new Target.OfService("acme", "web")),
                            tuple("in.globex", new Target.OfService("globex", "web")),
                            tuple("in.initech", new Target.OfService("initech", "web")));
        }

        @Test
        void leavesAnEdgeAloneThatSpeaksOfNoVariable() {
            assertThat(edges(matrix(TENANTS, PEERS, EDGES))).extracting(Edge::id).containsOnlyOnce("out");
        }

        @Test
        void repeatsEdgesOfOtherwise() {
            assertThat(edges(matrix(TENANTS, PEERS, EDGES, "  otherwise: {expect: deny, except: [self]}\n")))
                    .filteredOn(Edge::isImplied).extracting(Edge::id)
                    .containsExactly("otherwise.web.gateway.80-tcp.acme", "otherwise.web.gateway.80-tcp.globex",
                            "otherwise.web.gateway.80-tcp.initech");
        }

        @Test
        void pairsEachNamespaceWithEachOther() {
            assertThat(edges(matrix(PAIRS))).extracting(Edge::id).containsExactly(
                    "inside.acme", "inside.globex", "inside.initech",
                    "apart.acme.globex", "apart.acme.initech", "apart.globex.acme", "apart.globex.initech",
                    "apart.initech.acme", "apart.initech.globex");
        }

        @Test
        void letsImpliedEdgesGiveWayToWrittenOnesUnderAnotherName() {
            assertThat(edges(matrix(PAIRS, "  otherwise: {expect: deny}\n"))).extracting(Edge::id).hasSize(9);
        }

        @Test
        void fillsEveryTextThatMaySpeakOfAVariable() {
            var edges = edges(matrix("  forEach: {team: {names: [acme]}}\n",
                    """
                      peers:
                        app:
                          namespace: shop-${team}
                          labels: {team: "${team}", app: "web-${team}"}
                        db: {namespace: shop, workload: "statefulset/db-${team}"}
                        dns: {namespace: kube-system, service: kube-dns}
                        site: {host: "${team}.example.org"}
                      edges:
                        - {id: db, from: app, to: db, port: 5432, expect: allow, owner: "${team}",
                           because: "${team} keeps its orders ${there}"}
                        - {id: dns, from: app, to: dns, port: 53/UDP, probe: {dns: "db.${team}.svc"}, expect: allow}
                        - {id: web, from: app, to: site, port: 443, probe: {https: {path: "/${team}"}}, expect: allow}
                    """));

            assertThat(edges).extracting(Edge::id).containsExactly("db.acme", "dns.acme", "web.acme");
            var db = edges.getFirst();
            assertThat(db.source()).isEqualTo(new Source("app",
                    new Identity.Labelled("shop-acme", Map.of("team", "acme", "app", "web-acme"))));
            assertThat(db.destination().target())
                    .isEqualTo(new Target.OfWorkload("shop", WorkloadKind.STATEFULSET, "db-acme"));
            assertThat(db.governance().owner()).isEqualTo("acme");
            assertThat(db.governance().because()).isEqualTo("acme keeps its orders ${there}");
            assertThat(edges.get(1).ask()).isEqualTo(new Ask.Query("db.acme.svc"));
            assertThat(edges.get(2).destination().target()).isEqualTo(new Target.Host("acme.example.org"));
        }

        @Test
        void needsNoClusterWhereTheNamesAreWritten() {
            var read = sound(Matrices.reading(matrix("  forEach: {tenant: {names: [b, a]}}\n", PEERS, EDGES)));

            assertThat(MatrixExpansion.needsNamespaces(read)).isFalse();
            assertThat(read.getFirst().repetitions()).isEmpty();
            assertThat(read.getFirst().edges()).extracting(Edge::id).containsExactly("in.b", "in.a", "out");
        }

        @Test
        void leavesAMatrixThatRepeatsNothingAsItIs() {
            var read = sound(Matrices.reading(matrix(PEERS.replace("${tenant}", "acme"), EDGES)));

            assertThat(sound(MatrixExpansion.expand(read, CLUSTER))).isEqualTo(read);
        }
    }

    @Nested
    class Mistakes {

        @Test
        void ofASelectorThatSelectsNothing() {
            var read = sound(Matrices.reading(matrix(TENANTS, PEERS, EDGES)));

            assertThat(said(MatrixExpansion.expand(read, Map.of("acme", Map.of())))).containsExactly(
                    "m.yaml:6:5: no namespace of the cluster is selected for tenant."
                            + " Label the namespaces, or correct the selector.");
        }

        @Test
        void ofTwoEdgesThatSpeakOfOneConnectionInSomeNamespace() {
            var read = sound(Matrices
                    .reading(matrix(TENANTS, PEERS, """
                                                        acme: {namespace: acme, workload: deployment/web, service: web}
                                                      edges:
                                                        - {id: in, from: gateway, to: web, port: 80, expect: allow}
                                                        - {id: closed, from: gateway, to: acme, port: 80, expect: deny}
                                                    """)));

            assertThat(said(MatrixExpansion.expand(read, CLUSTER))).containsExactly(
                    "m.yaml:13:7: edge closed expects deny, and edge in.acme in line 12 expects allow of the same"
                            + " connection. Keep one of them.");
        }

        @Test
        void ofPairsOfWhichThereAreNone() {
            var alone = Map.of("acme", Map.of("role", "tenant"));
            var read = sound(Matrices.reading(matrix(PAIRS.replaceFirst(" +- \\{id: inside.*\n", ""))));

            assertThat(said(MatrixExpansion.expand(read, alone))).containsExactly(
                    "m.yaml:6:5: forEach leaves no edge: no two values differ. Select more namespaces.");
        }

        @Test
        void ofTooManyEdges() {
            var many = new HashMap<String, Map<String, String>>();
            for (int i = 0; i < 400; i++) {
                many.put("tenant-" + i, Map.of("role", "tenant"));
            }
            var read = sound(Matrices.reading(matrix(PAIRS)));

            assertThat(said(MatrixExpansion.expand(read, many))).containsExactly(
                    "m.yaml:6:5: forEach makes more than 100000 edges. Split the matrix, or name fewer ports or peers.");
        }

        @Test
        void ofAVariableThatNoEdgeSpeaksOf() {
            var reading = Matrices.reading(matrix(TENANTS, PEERS.replace("${tenant}", "acme"), EDGES));

            assertThat(said(reading)).containsExactly("m.yaml:6:5: warning: no edge speaks of ${tenant}. Write it where"
                    + " a peer differs from one value to the next, or drop the variable.");
        }
    }

    @Nested
    class Selectors {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                                                In gold silver        | globex, acme
                                                NotIn gold            | acme, initech, kube-system
                                                Exists                | globex, acme
                                                DoesNotExist          | initech, kube-system
                                                """)
        void compareLabelsAsKubernetesDoes(String written, String selected) {
            var words = List.of(written.split(" "));
            var values = Set.copyOf(words.subList(1, words.size()));
            Requirement requirement = switch (words.getFirst()) {
                case "In" -> new Requirement.In("tier", values);
                case "NotIn" -> new Requirement.NotIn("tier", values);
                case "Exists" -> new Requirement.Exists("tier");
                default -> new Requirement.DoesNotExist("tier");
            };
            var selector = new NamespaceSelector(Map.of(), List.of(requirement));

            assertThat(CLUSTER.entrySet()).filteredOn(namespace -> selector.matches(namespace.getValue()))
                    .extracting(Map.Entry::getKey).containsExactlyInAnyOrder(selected.split(", "));
        }

        @Test
        void demandEverythingThatIsWritten() {
            var text = matrix("""
                                forEach:
                                  tenant:
                                    namespaceSelector:
                                      matchLabels: {role: tenant}
                                      matchExpressions:
                                        - {key: tier, operator: In, values: [gold, silver]}
                                        - {key: tier, operator: NotIn, values: [gold]}
                                        - {key: role, operator: Exists}
                                        - {key: retired, operator: DoesNotExist}
                              """, PEERS, EDGES);

            assertThat(edges(text)).extracting(Edge::id).containsExactly("in.acme", "out");
        }

        @Test
        void selectAllWhenTheyAreEmpty() {
            assertThat(edges(matrix("  forEach: {tenant: {namespaceSelector: {}}}\n", PEERS, EDGES))).hasSize(5);
        }
    }
}
