package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

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
            String svg = graph(manifests, "-o", "svg").out();
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
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
            String attack = "</text><script>alert(1)</script>&x;]]>\\u0007\\u202e";
            Document picture = picture("apiVersion: v1\nkind: Pod\nmetadata:\n  namespace: \"" + attack
                    + "\"\n  name: \"" + attack + "\"\n");

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
