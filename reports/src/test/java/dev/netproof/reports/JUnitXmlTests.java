package dev.netproof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.Verdict;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class JUnitXmlTests {
    @TempDir
    private Path folder;

    @Nested
    class A_sample_run {

        @Test
        void has_a_suite_for_each_matrix() throws Exception {
            sample();

            assertThat(files()).containsExactly("TEST-legacy.xml", "TEST-payments.xml");
            assertThat(attributes(suite("payments"), "name", "tests", "failures", "errors", "skipped", "time",
                    "timestamp"))
                    .containsExactly("payments", "5", "2", "1", "0", "3.012", "2026-11-20T18:00:00");
            assertThat(attributes(suite("legacy"), "tests", "failures", "errors", "skipped"))
                    .containsExactly("1", "0", "0", "1");
        }

        @Test
        void tells_of_a_violation_as_a_failure() throws Exception {
            sample();

            Element leak = testCase("payments", "stranger-out: stranger → payments 8080/TCP deny");
            assertThat(attributes(leak, "classname", "time", "file", "line"))
                    .containsExactly("payments.stranger", "3.012", "matrices/payments.yaml", "14");
            Element failure = only(leak, "failure");
            assertThat(failure.getAttribute("type")).isEqualTo("leak");
            assertThat(failure.getAttribute("message"))
                    .isEqualTo("leak: pod payments/payments-api-0 at 10.1.2.3:8080/TCP should be closed and was open "
                            + "(Connection to 10.1.2.3 8080 port [tcp/*] succeeded!). What policies declare is not known: "
                            + "Policies were not evaluated.");
            assertThat(failure.getTextContent()).contains(
                    "expected     stranger must not reach payments at 8080/TCP (matrices/payments.yaml:14:7)",
                    "seen         open to pod payments/payments-api-0 in 12 ms",
                    "next         Look for a policy that allows it",
                    "$ nc -n -v -z -w 3 10.1.2.3 8080",
                    "Connection to 10.1.2.3 8080 port [tcp/*] succeeded!",
                    "ticket       https://tickets.example.org/browse/SEC-412");
        }

        @Test
        void tells_of_an_inconclusive_edge_as_an_error() throws Exception {
            sample();

            Element edge = testCase("payments", "no-internet: payments → internet 8080/TCP deny");
            assertThat(only(edge, "error").getAttribute("type")).isEqualTo("uncontrolled-deny");
            assertThat(elements(edge, "skipped")).isEmpty();
        }

        @Test
        void skips_what_is_only_watched() throws Exception {
            sample();

            Element edge = testCase("legacy", "legacy-exception: legacy → payments 8080/TCP deny");
            assertThat(only(edge, "skipped").getAttribute("message")).startsWith("monitor: leak: ");
            assertThat(only(edge, "system-out").getTextContent()).contains("open to pod payments/payments-api-0");
        }

        @Test
        void says_which_run_and_cluster_it_was() throws Exception {
            sample();

            assertThat(elements(suite("payments"), "property").stream().limit(13)
                    .map(property -> property.getAttribute("name") + "=" + property.getAttribute("value")))
                    .contains("netproof.run=r-20261120-1800", "netproof.cluster=staging",
                            "netproof.canary.ingress=dropped", "netproof.matrix.file=matrices/payments.yaml");
        }

        private void sample() throws IOException {
            try (EvidenceSink sink = sink()) {
                SampleRun.into(sink);
            }
        }
    }

    @Nested
    class A_run_that_broke_off {

        @Test
        void has_an_error_in_every_suite() throws Exception {
            try (EvidenceSink sink = sink()) {
                sink.begin(SampleRun.HEADER);
                sink.edge(SampleRun.CONFORMING);
            }

            assertThat(attributes(suite("payments"), "tests", "errors")).containsExactly("2", "1");
            assertThat(attributes(suite("legacy"), "tests", "errors")).containsExactly("1", "1");
            assertThat(only(testCase("legacy", "the run came to its end"), "error").getAttribute("message"))
                    .isEqualTo("The run broke off. Edges that are not listed were not judged.");
            schema().newValidator().validate(new StreamSource(path("legacy").toFile()));
        }

        @Test
        void says_why_if_that_is_known() throws Exception {
            try (EvidenceSink sink = sink()) {
                sink.begin(SampleRun.HEADER);
                sink.edge(SampleRun.CONFORMING);
                sink.end(new RunFooter(SampleRun.START, Totals.NONE).brokenOff("Interrupted by SIGINT."));
            }

            assertThat(only(suite("payments"), "error").getAttribute("message")).contains("Interrupted by SIGINT.");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hostile_text_leaves_every_suite_valid(long seed) throws Exception {
        try (EvidenceSink sink = sink()) {
            GeneratedEvidence.hostile(seed).into(sink, 300);
        }

        int tests = 0;
        Schema schema = schema();
        for (String file : files()) {
            assertThat(file).matches("TEST-[A-Za-z0-9_.-]{1,120}\\.xml");
            Path path = folder.resolve("junit").resolve(file);
            schema.newValidator().validate(new StreamSource(path.toFile()));
            Element suite = parse(path);
            tests += elements(suite, "testcase").size();
            assertThat(attributes(suite, "tests", "failures", "errors", "skipped"))
                    .extracting(Integer::valueOf)
                    .containsExactly(elements(suite, "testcase").size(), elements(suite, "failure").size(),
                            elements(suite, "error").size(), elements(suite, "skipped").size());
        }
        assertThat(tests).isEqualTo(300);
    }

    @Test
    void only_watched_edges_are_ever_skipped() throws Exception {
        List<EdgeEvidence> edges = Stream.generate(GeneratedEvidence.plain(11)::edge).limit(500).toList();
        try (EvidenceSink sink = sink()) {
            sink.begin(SampleRun.HEADER);
            for (EdgeEvidence edge : edges) {
                sink.edge(edge);
            }
            sink.end(new RunFooter(SampleRun.START, Totals.NONE));
        }

        int skipped = 0;
        for (String file : files()) {
            skipped += elements(parse(folder.resolve("junit").resolve(file)), "skipped").size();
        }
        assertThat(skipped).isEqualTo((int) edges.stream()
                .filter(edge -> edge.mode() == Mode.MONITOR)
                .filter(edge -> edge.verdict().result() != Verdict.Result.CONFORMS)
                .count());
    }

    @Test
    void matrices_may_take_turns_and_be_many() throws Exception {
        try (EvidenceSink sink = sink()) {
            sink.begin(SampleRun.HEADER);
            for (int i = 0; i < 10_000; i++) {
                sink.edge(SampleRun.edge("matrix-" + i % 50, "edge-" + i, "a", "b", SampleRun.LEAK.expected(),
                        Mode.ENFORCE, SampleRun.LEAK.severity(), SampleRun.CONFORMING.verdict(),
                        SampleRun.CONFORMING.attempts().getFirst().observation()));
            }
            sink.end(new RunFooter(SampleRun.START, Totals.NONE));
        }

        assertThat(files()).hasSize(50).noneMatch(file -> file.endsWith(".part"));
        assertThat(attributes(suite("matrix-7"), "tests")).containsExactly("200");
    }

    @Test
    void a_megabyte_of_output_is_cut() throws Exception {
        try (EvidenceSink sink = sink()) {
            sink.begin(SampleRun.HEADER);
            sink.edge(Loud.of(SampleRun.LEAK, "\u0000x]]>".repeat(200_000)));
            sink.end(new RunFooter(SampleRun.START, Totals.NONE));
        }

        assertThat(only(suite("payments"), "failure").getTextContent()).hasSizeLessThan(20_000)
                .contains("more characters are in the evidence");
    }

    private EvidenceSink sink() {
        return Reports.into(folder, Set.of(Format.JUNIT_XML));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("junit"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path path(String matrix) {
        return folder.resolve("junit/TEST-" + matrix + ".xml");
    }

    private Element suite(String matrix) throws Exception {
        return parse(path(matrix));
    }

    private Element testCase(String matrix, String name) throws Exception {
        return elements(suite(matrix), "testcase").stream()
                .filter(element -> element.getAttribute("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Element parse(Path path) throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(path.toFile())
                .getDocumentElement();
    }

    private static Schema schema() throws SAXException {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(JUnitXmlTests.class.getResource("junit.xsd"));
    }

    private static Element only(Element parent, String name) {
        assertThat(elements(parent, name)).hasSize(1);
        return elements(parent, name).getFirst();
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> attributes(Element element, String... names) {
        return Stream.of(names).map(element::getAttribute).toList();
    }
}
