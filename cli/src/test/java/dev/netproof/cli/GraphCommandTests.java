package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.GraphNode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GraphCommandTests {

    private static final String SHOP = """
                                       apiVersion: apps/v1
                                       kind: Deployment
                                       metadata: {namespace: shop, name: checkout}
                                       spec: {selector: {matchLabels: {app: checkout}}, template: {metadata: {labels: {app: checkout}}, spec: {containers: []}}}
                                       ---
                                       apiVersion: v1
                                       kind: Pod
                                       metadata: {namespace: payments, name: api, labels: {app: api}}
                                       spec: {containers: []}
                                       ---
                                       apiVersion: networking.k8s.io/v1
                                       kind: NetworkPolicy
                                       metadata: {namespace: payments, name: api}
                                       spec:
                                         podSelector: {}
                                         policyTypes: [Ingress, Egress]
                                         ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 8080}, {port: 53, protocol: UDP}]}]
                                       """;

    @TempDir
    Path folder;

    private Told graph(String manifests, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("manifests.yaml"), manifests);
        String[] line = new String[more.length + 3];
        line[0] = "graph";
        line[1] = "--manifests";
        line[2] = file.toString();
        System.arraycopy(more, 0, line, 3, more.length);
        return Told.by(line);
    }

    @Nested
    class Writes {

        @Test
        void aTableByItself() throws IOException {
            Told told = graph(SHOP);

            assertThat(told.exit()).isZero();
            assertThat(told.err()).isEmpty();
            assertThat(told.out().lines()).first().asString().matches("SOURCE +DESTINATION +CONNECTIONS");
            assertThat(told.out()).containsPattern(
                    "shop/checkout\\[Deployment] +payments/api\\[Pod] +TCP 8080,UDP 53");
        }

        @Test
        void csvWithItsHeader() throws IOException {
            assertThat(graph(SHOP, "-o", "csv").out().lines()).first().isEqualTo("src,dst,conn");
            assertThat(graph(SHOP, "-o", "csv").out().lines())
                    .contains("shop/checkout[Deployment],payments/api[Pod],\"TCP 8080,UDP 53\"");
        }

        @ParameterizedTest(name = "-o {0}")
        @CsvSource(delimiter = '|', textBlock = """
                                                table   | SOURCE
                                                csv     | src,dst,conn
                                                json    | "src": "shop/checkout[Deployment]", "dst": "payments/api[Pod]", "conn": "TCP 8080,UDP 53"
                                                mermaid | flowchart LR
                                                dot     | digraph declared {
                                                svg     | <svg xmlns="http://www.w3.org/2000/svg"
                                                """)
        void everyFormat(String format, String part) throws IOException {
            Told told = graph(SHOP, "--output", format);

            assertThat(told.exit()).isZero();
            assertThat(told.out()).contains(part).endsWith("\n");
        }

        @Test
        void podsOrWorkloads() throws IOException {
            String replica = """
                             ---
                             apiVersion: v1
                             kind: Pod
                             metadata:
                               namespace: shop
                               name: db-%d
                               ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: u, controller: true}]
                             spec: {containers: []}
                             """;
            String replicas = replica.formatted(0) + replica.formatted(1);

            assertThat(graph(replicas, "-o", "csv").out()).contains("shop/db[StatefulSet]").doesNotContain("db-0");
            assertThat(graph(replicas, "--by", "workload", "-o", "csv").out()).isEqualTo(
                    graph(replicas, "-o", "csv").out());
            assertThat(graph(replicas, "--by", "POD", "-o", "csv").out()).contains("shop/db-0[Pod],shop/db-1[Pod],All");
        }

        @Test
        void onlyPodsOfTheNamespacesThatAreNamed() throws IOException {
            assertThat(graph(SHOP, "-n", "shop", "-o", "csv").out()).contains("shop/checkout")
                    .doesNotContain("payments/");
            assertThat(graph(SHOP, "-n", "payments", "-n", "shop", "-o", "csv").out())
                    .isEqualTo(graph(SHOP, "-o", "csv").out());
        }
    }

    @Nested
    class Names {

        private static final String MESH = SHOP + """
                                                  ---
                                                  apiVersion: cilium.io/v2
                                                  kind: CiliumNetworkPolicy
                                                  metadata: {namespace: shop, name: layer7}
                                                  spec: {endpointSelector: {}, ingress: [{}]}
                                                  ---
                                                  apiVersion: networking.istio.io/v1
                                                  kind: Sidecar
                                                  metadata: {namespace: shop, name: mesh}
                                                  """;

        @Test
        void whatIsNotEvaluatedOnStderrWithItsPlace() throws IOException {
            Told told = graph(MESH);

            assertThat(told.exit()).isZero();
            assertThat(told.err().lines()).containsExactly(
                    folder.resolve("manifests.yaml")
                            + ":19:1: warning: CiliumNetworkPolicy shop/layer7 is of a kind that "
                            + "is not evaluated.",
                    folder.resolve("manifests.yaml")
                            + ":24:1: warning: Sidecar shop/mesh of networking.istio.io/v1 is not "
                            + "read: its kind is not known here.");
        }

        @Test
        void whatIsNotEvaluatedInJson() throws IOException {
            JsonNode unevaluated = JsonMapper.shared().readTree(graph(MESH, "-o", "json").out()).at("/unevaluated");

            assertThat(unevaluated).hasSize(2).first().satisfies(policy -> {
                assertThat(policy.at("/object").asString()).isEqualTo("CiliumNetworkPolicy shop/layer7");
                assertThat(policy.at("/reason").asString()).isEqualTo(
                        "CiliumNetworkPolicy shop/layer7 is of a kind that is not evaluated.");
                assertThat(policy.at("/position").asString())
                        .isEqualTo(folder.resolve("manifests.yaml") + ":19:1");
            });
        }

        @Test
        void nodesThatRulesSelect() throws IOException {
            String nodes = SHOP
                    + """
                      ---
                      apiVersion: v1
                      kind: Node
                      metadata: {name: worker-1, labels: {zone: a}}
                      ---
                      apiVersion: v1
                      kind: Pod
                      metadata: {namespace: shop, name: agent}
                      spec: {nodeName: worker-2, containers: []}
                      ---
                      apiVersion: policy.networking.k8s.io/v1alpha1
                      kind: AdminNetworkPolicy
                      metadata: {name: nodes}
                      spec: {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}]}]}
                      """;

            assertThat(graph(nodes, "-o", "csv").out()).contains("worker-1[Node],shop/agent[Pod],All Connections",
                    "shop/checkout[Deployment],worker-1[Node],Unknown").doesNotContain("shop/agent[Pod],worker-1");
            assertThat(graph(nodes, "-o", "svg").out()).contains("worker-1[Node]");
        }
    }

    @Nested
    class Refuses {

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                                                -o png      | there is no format 'png'. Name table, csv, json, mermaid, dot or svg.
                                                -o SVG      | there is no format 'SVG'
                                                --by node   | expected one of [POD, WORKLOAD]
                                                -n nowhere  | netproof: there is no namespace nowhere in the manifests, only payments, shop.
                                                """)
        void whatItDoesNotKnow(String arguments, String message) throws IOException {
            Told told = graph(SHOP, arguments.split(" ", -1));

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.err()).contains(message);
            assertThat(told.out()).isEmpty();
        }

        @Test
        void manifestsThatCannotBeReadAndSaysWhere() throws IOException {
            Told told = graph("kind: [\n");

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.err()).contains(folder.resolve("manifests.yaml") + ":");
            assertThat(told.out()).isEmpty();
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"graph", "audit", "coverage"})
        void whatAnApiServerRefusesWithAllPlacesAtOnce(String command) throws IOException {
            Path file = Files.writeString(folder.resolve("manifests.yaml"), """
                                                                            apiVersion: extensions/v1beta1
                                                                            kind: NetworkPolicy
                                                                            metadata: {name: old}
                                                                            spec: {podSelector: {}}
                                                                            ---
                                                                            apiVersion: networking.k8s.io/v1
                                                                            kind: NetworkPolicy
                                                                            metadata: {name: new}
                                                                            spec:
                                                                              podSelecter: {matchLabels: {app: 1.10}}
                                                                              ingress: [null]
                                                                            """);
            List<String> line = new ArrayList<>(List.of(command, "--manifests", file.toString()));
            if (command.equals("coverage")) {
                line.add(Examples.example("three-tier").resolve("matrix.yaml").toString());
            }

            Told told = Told.by(line.toArray(String[]::new));

            assertThat(told.exit()).isEqualTo(2);
            assertThat(told.out()).isEmpty();
            assertThat(told.err().lines()).containsExactly(
                    file + ":1:13: no API server has the kind NetworkPolicy in version extensions/v1beta1. "
                            + "Write apiVersion: networking.k8s.io/v1.",
                    file + ":10:3: there is no field podSelecter in spec. Did you mean podSelector?",
                    file + ":11:13: spec.ingress[0] is empty. Remove the item, or write {} if one without any field is "
                            + "meant.");
        }

        @Test
        void aKubeconfigThatIsNotThere() {
            Told told = Told.by("graph", "--kubeconfig", folder.resolve("none").toString());

            assertThat(told.exit()).isEqualTo(3);
            assertThat(told.err()).startsWith("netproof: " + folder.resolve("none"));
        }
    }

    @Nested
    class Pictures {

        private Document picture(String manifests) throws Exception {
            return picture(new StringBuilder(graph(manifests, "-o", "svg").out()));
        }

        private static Document picture(StringBuilder svg) throws Exception {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.toString().getBytes(StandardCharsets.UTF_8)));
        }

        private static int count(Document picture, String kind) {
            NodeList groups = picture.getElementsByTagName("g");
            int count = 0;
            for (int i = 0; i < groups.getLength(); i++) {
                if (groups.item(i).getAttributes().getNamedItem("class").getNodeValue().equals(kind)) {
                    count++;
                }
            }
            return count;
        }

        @Test
        void haveABoxForEachNamespaceAndNode() throws Exception {
            Document picture = picture(SHOP);

            assertThat(count(picture, "namespace")).isEqualTo(2);
            assertThat(count(picture, "workload")).isEqualTo(2);
            assertThat(count(picture, "outside")).isPositive();
        }

        @Test
        void areTheSameBytesAgain() throws Exception {
            assertThat(graph(SHOP, "-o", "svg").out()).isEqualTo(graph(SHOP, "-o", "svg").out());
        }

        @Test
        void ofNothingAreStillPictures() throws Exception {
            assertThat(count(picture("{apiVersion: v1, kind: Namespace, metadata: {name: empty}}"), "workload"))
                    .isZero();
        }

        @Test
        void holdNoMarkupOfAName() throws Exception {
            String attack = "</text><script>alert(1)</script>&x;]]>\u0007\u202e";
            GraphNode pod = new GraphNode.Workload(attack, attack, "Pod");
            StringBuilder svg = new StringBuilder();
            SvgGraph.write(new DeclaredGraph(List.of(pod), List.of(), List.of(), List.of()), svg);
            Document picture = picture(svg);

            assertThat(picture.getElementsByTagName("script").getLength()).isZero();
            assertThat(picture.getDocumentElement().getTextContent()).contains("<script>alert(1)</script>&x;")
                    .doesNotContain("\u202e");
        }

        @Test
        void cutLongTextAndTellAllOfItToWhoLooksCloser() throws Exception {
            String ports = String.join(", ", IntStream.range(0, 40)
                    .mapToObj(i -> "{port: " + (1000 + 2 * i) + "}").toList());
            String svg = graph(SHOP.replace("{port: 8080}, {port: 53, protocol: UDP}", ports), "-o", "svg").out();

            assertThat(svg).contains(" …</text>", "1076,1078</title>");
        }
    }
}
