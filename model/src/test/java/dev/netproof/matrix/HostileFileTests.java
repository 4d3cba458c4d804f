package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.netproof.matrix.reader.Reading;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no one writes who means a matrix, and what editors and transports make of one who does. */
class HostileFileTests {

    private static final String HEAD = """
                                       apiVersion: netproof.dev/v1beta1
                                       kind: ConnectivityMatrix
                                       metadata: {name: hostile}
                                       """;

    @Nested
    class Bombs {

        @Test
        void refusesABillionLaughs() {
            var lists = IntStream.range(1, 30)
                    .mapToObj(i -> "  - &l%d [%s]%n".formatted(i, ("*l" + (i - 1) + ",").repeat(10)))
                    .collect(Collectors.joining());

            assertThat(said(HEAD + "spec:\n  - &l0 [lol]\n" + lists))
                    .isEqualTo("m.yaml:16:16: aliases stand for lists or mappings more than 100 times."
                            + " Write repeated parts out, or let lists and otherwise do it.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[", "{a: ", "- "})
        void refusesDeepNesting(String opening) {
            assertThat(said(HEAD + "spec:\n  " + opening.repeat(100_000))).contains("nests deeper than 20 levels");
        }

        @Test
        void readsARecursiveAliasOnce() {
            assertThat(said(HEAD + "spec: &spec\n  peers: *spec\n  edges: []\n"))
                    .startsWith("m.yaml:4:7: the peer is nothing that could be probed.");
        }

        @Test
        void refusesAFileThatIsTooLarge() {
            var bytes = new byte[10 * 1024 * 1024];
            Arrays.fill(bytes, (byte) '#');

            assertThat(said(bytes)).isEqualTo(
                    "m.yaml:1:1: the file is larger than 4 MiB. Split the matrix, or let lists and otherwise write its edges out.");
        }

        @Test
        void refusesAnEdgeThatMakesTooManyEdges() {
            var numbers = IntStream.rangeClosed(1, 60_000).mapToObj(Integer::toString)
                    .collect(Collectors.joining(", "));

            assertThat(said(HEAD + """
                                   spec:
                                     peers:
                                       a: {namespace: a, workload: deployment/a}
                                       b: {namespace: b, workload: deployment/b}
                                     edges:
                                       - {id: all, from: [a, b], to: b, port: [%s], expect: deny}
                                   """.formatted(numbers)))
                    .isEqualTo("m.yaml:9:7: edge all makes more than 100000 edges."
                            + " Split the matrix, or name fewer ports or peers.");
        }

        @Test
        void refusesAnOtherwiseThatMakesTooManyEdges() {
            var peers = IntStream.range(0, 1000)
                    .mapToObj(i -> "    p%d: {namespace: a, workload: deployment/p%d}%n".formatted(i, i))
                    .collect(Collectors.joining());

            assertThat(said(HEAD + "spec:\n  peers:\n" + peers + "  otherwise: {expect: deny, ports: [80]}\n"))
                    .isEqualTo("m.yaml:1006:3: otherwise makes more than 100000 edges."
                            + " Split the matrix, or name fewer ports or peers.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "a.", "a-", "1", "1,", "1:", "1_", "0", "%41", ":", "*", "a/", " ", "a ", "💥"})
        void refusesLongValuesWhateverTheyAreMadeOf(String piece) {
            var value = "\"" + piece.repeat(100_000) + "\"";
            var keys = List.of("id", "from", "to", "port", "expect", "because", "owner", "ticket", "expires", "timeout",
                    "convergence", "severity", "mode", "control");
            var edge = keys.stream().map(key -> "      " + key + ": *long\n").collect(Collectors.joining());

            assertThat(said(HEAD.replace("hostile", "&long " + value)
                    + """
                      spec:
                        peers:
                          a: {namespace: *long, labels: {*long : *long}, service: *long, reach: *long}
                          b: {namespace: *long, workload: *long}
                          c: {address: *long}
                          d: {host: *long}
                        edges:
                          - tags: [*long]
                            probe: {http: {path: *long, method: *long, expectStatus: *long}}
                            via: {peer: *long, port: *long}
                      """ + edge + "    - {probe: *long}\n    - {probe: {dns: *long}}\n"))
                    .startsWith("m.yaml:3:18: ");
        }

        @Test
        void refusesTooManyPeers() {
            var peers = IntStream.range(0, 5001)
                    .mapToObj(i -> "    p%d: {namespace: a, workload: deployment/p%d}%n".formatted(i, i))
                    .collect(Collectors.joining());

            assertThat(said(HEAD + "spec:\n  peers:\n" + peers + "  otherwise: {expect: deny, ports: [80]}\n"))
                    .isEqualTo("m.yaml:6:5: there are more than 5000 peers. Split the matrix.");
        }
    }

    @Nested
    class Noise {

        @Test
        void refusesWhatIsNotUtf8() {
            assertThat(said(bytes("a: 1\nb: \"ü\"\n", StandardCharsets.ISO_8859_1)))
                    .isEqualTo("m.yaml:2:5: the file is not UTF-8 from here on. Save it as UTF-8.");
        }

        @Test
        void refusesUtf16() {
            assertThat(said(bytes(HEAD, StandardCharsets.UTF_16))).startsWith("m.yaml:1:1: the file is not UTF-8");
        }

        @Test
        void refusesNul() {
            assertThat(said("a: 1\r\nb: x\0y\n"))
                    .isEqualTo(
                            "m.yaml:2:5: the character U+0000 can't stand in YAML. Remove it, or save the file as text.");
        }

        @Test
        void refusesRandomBytes() {
            var bytes = new byte[4096];
            new Random(7).nextBytes(bytes);

            assertThat(said(bytes)).startsWith("m.yaml:");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "# a remark\n", "---\n", "---\n---\n", "~\n", "\uFEFF"})
        void refusesWhatIsEmpty(String text) {
            assertThat(said(text)).isEqualTo("m.yaml:1:1: the file is empty. Write a matrix, or delete the file.");
        }
    }

    @Nested
    class Editors {

        private final String payments = text("src/test/resources/matrix/good/payments.yaml");

        @Test
        void readsAByteOrderMarkAsNothing() {
            assertThat(Matrices.reading("\uFEFF" + payments)).isInstanceOf(Reading.Valid.class);
        }

        @Test
        void readsLinesThatEndInCarriageReturnAndLineFeed() {
            assertThat(Matrices.reading(payments.replace("\n", "\r\n"))).isInstanceOf(Reading.Valid.class);
        }

        @Test
        void countsLinesAndColumnsAlikeWhateverEndsALine() {
            var wrong = payments.replace("severity: critical", "severity: Kritisch");

            assertThat(said(wrong.replace("\n", "\r\n"))).isEqualTo(said(wrong));
        }

        @Test
        void countsColumnsInCharactersNotInBytes() {
            var wrong = payments.replace("because: checkout submits",
                    "because: \"💶 ü\", severety: x, ticket: checkout");

            assertThat(said(wrong)).startsWith("m.yaml:16:24: key severety is not known in edge.");
        }
    }

    /** The first problem; reading may not take long. */
    private static String said(byte[] bytes) {
        var reading = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Matrices.reading(bytes));
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return reading.problems().getFirst().toString().replaceFirst("^.*/m\\.yaml", "m.yaml");
    }

    private static String said(String text) {
        return said(bytes(text, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
