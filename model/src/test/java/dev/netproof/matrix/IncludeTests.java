package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
import dev.netproof.matrix.yaml.Problem;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A team's peers are written once. */
class IncludeTests {

    private static final String WEB = "web: {namespace: shop, workload: deployment/web, service: web}";
    private static final String PAY = "pay: {namespace: pay, workload: deployment/pay, service: pay}";

    @TempDir
    Path folder;

    @Nested
    class Sound {

        @Test
        void bringsInThePeersOfOtherFiles() throws IOException {
            write("peers.yaml", peers("", WEB));
            write("shop/peers.yaml", peers("", PAY));
            write("shop/matrix.yaml", matrix("shop", "include: [../peers.yaml, peers.yaml]", ""));

            assertThat(sound(folder).getFirst().edges()).singleElement().satisfies(edge -> {
                assertThat(edge.source().identity())
                        .isEqualTo(new Identity.OfWorkload("shop", WorkloadKind.DEPLOYMENT, "web"));
                assertThat(edge.destination().target()).isEqualTo(new Target.OfService("pay", "pay"));
            });
        }

        @Test
        void bringsInWhatTheOtherFilesInclude() throws IOException {
            write("a.yaml", peers("", WEB));
            write("b.yaml", peers("include: [a.yaml]", PAY));
            write("matrix.yaml", matrix("m", "include: [b.yaml]", ""));

            assertThat(sound(folder.resolve("matrix.yaml"))).hasSize(1);
        }

        @Test
        void takesAPeerOnceByHoweverManyWays() throws IOException {
            write("a.yaml", peers("", WEB));
            write("b.yaml", peers("include: [a.yaml]", PAY));
            write("matrix.yaml", matrix("m", "include: [a.yaml, b.yaml, a.yaml]", ""));

            assertThat(sound(folder.resolve("matrix.yaml"))).hasSize(1);
        }

        @Test
        void sharesPeersAmongTheMatricesOfOneFile() throws IOException {
            write("m.yaml", peers("", WEB, PAY) + "---\n" + matrix("a", "include: [m.yaml]", "") + "---\n"
                    + matrix("b", "include: [m.yaml]", ""));

            assertThat(sound(folder)).extracting(ConnectivityMatrix::name).containsExactly("a", "b");
        }

        @Test
        void doesNotWarnOfSharedPeersThatOneMatrixHasNoUseFor() throws IOException {
            write("peers.yaml", peers("", WEB, PAY, "idle: {address: 203.0.113.7}"));
            write("matrix.yaml", matrix("m", "include: [peers.yaml]", ""));

            assertThat(new MatrixReader().read(List.of(folder)).problems()).isEmpty();
        }

        @Test
        void pairsSharedPeersByOtherwise() throws IOException {
            write("peers.yaml", peers("", WEB, PAY));
            write("matrix.yaml", matrix("m", "include: [peers.yaml]", "") + "  otherwise: {expect: deny}\n");

            assertThat(sound(folder).getFirst().edges()).extracting(Edge::id)
                    .containsExactly("a", "otherwise.pay.pay.80-tcp");
        }

        @Test
        void digestsTheFilesOneAfterTheOther() throws Exception {
            var a = peers("", WEB);
            var b = peers("include: [a.yaml]", PAY);
            var m = matrix("m", "include: [b.yaml]", "");
            write("a.yaml", a);
            write("b.yaml", b);

            var digest = MessageDigest.getInstance("SHA-256").digest((m + b + a).getBytes(StandardCharsets.UTF_8));
            assertThat(sound(write("m.yaml", m)).getFirst().sha256()).isEqualTo(HexFormat.of().formatHex(digest));
        }
    }

    @Nested
    class Unsound {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                                                /etc/peers.yaml | include /etc/peers.yaml is right on one machine only. Write it relative to this file, like ../peers.yaml.
                                                ~/peers.yaml | include "~/peers.yaml" is right on one machine only. Write it relative to this file, like ../peers.yaml.
                                                'C:peers.yaml' | include C:peers.yaml is right on one machine only. Write it relative to this file, like ../peers.yaml.
                                                https://example.org/p.yaml | include https://example.org/p.yaml is a URL, and reading a matrix needs no network. Keep a copy of the file, and write its path.
                                                ..\\peers.yaml | include "..\\peers.yaml" has backslashes. Write ../peers.yaml.
                                                '*.yaml' | include *.yaml is a pattern. Name each file by itself.
                                                none.yaml | there is no file none.yaml. Check the path, which is relative to this file.
                                                sub/../none.yaml | there is no file none.yaml. Check the path, which is relative to this file.
                                                sub | include sub is a folder. Name a file.
                                                matrix.yaml | include matrix.yaml holds no kind: Peers. Put peers into it, under that kind.
                                                '' | include "" names no file. Write a path like ../peers.yaml.
                                                """)
        void saysWhatIsWrongWithAPath(String path, String said) throws IOException {
            Files.createDirectory(folder.resolve("sub"));
            write("matrix.yaml", matrix("m", "include: ['" + path + "']", ""));

            assertThat(said(folder.resolve("matrix.yaml"))).containsExactly("matrix.yaml:5:13: " + said);
        }

        @Test
        void saysWhichFilesIncludeEachOther() throws IOException {
            write("a.yaml", peers("include: [sub/b.yaml]", WEB));
            write("sub/b.yaml", peers("include: [../a.yaml]", PAY));
            write("matrix.yaml", matrix("m", "include: [a.yaml]", ""));

            assertThat(said(folder.resolve("matrix.yaml"))).containsExactly(
                    "sub/b.yaml:5:13: files include each other: a.yaml → sub/b.yaml → a.yaml."
                            + " Move the peers they share into a file of their own.");
        }

        @Test
        void saysWhichPeerIsWrittenTwice() throws IOException {
            write("a.yaml", peers("", WEB, PAY));
            write("b.yaml", peers("", WEB));
            write("matrix.yaml", matrix("m", "include: [a.yaml, b.yaml]", PAY));

            assertThat(said(folder.resolve("matrix.yaml"))).containsExactly(
                    "matrix.yaml:5:21: include brings a peer web from b.yaml:7:5, and there is one at a.yaml:7:5."
                            + " Rename one of them.",
                    "matrix.yaml:7:5: peer pay is also written at a.yaml:8:5. Rename one of them, or drop it.");
        }

        @Test
        void saysOnceAndInItsOwnFileWhatIsWrongWithASharedPeer() throws IOException {
            write("peers.yaml", peers("", WEB, "pay: {namespace: pay, sevice: pay, workload: deployment/pay}"));
            write("m.yaml", matrix("m", "include: [peers.yaml]", "") + "---\n"
                    + matrix("n", "include: [peers.yaml]", ""));

            assertThat(said(folder)).containsExactly(
                    "peers.yaml:8:27: key sevice is not known in peer pay. Did you mean service?");
        }

        @Test
        void looksAtPeersThatNothingIncludes() throws IOException {
            write("peers.yaml", peers("", "web: {namespace: shop}") + "  edges: []\n");
            write("m.yaml", matrix("m", "", WEB, PAY));

            assertThat(said(folder)).containsExactly(
                    "peers.yaml:7:10: the peer is nothing that could be probed."
                            + " Give it labels, workload, pods, service, address or host.",
                    "peers.yaml:8:3: key edges is not known in spec. Known are include, peers.");
        }

        @Test
        void endsSomewhere() throws IOException {
            for (int i = 0; i < 30; i++) {
                write(i + ".yaml", peers("include: [" + (i + 1) + ".yaml]", "p" + i + ": {address: 203.0.113.7}"));
            }
            write("30.yaml", peers("", WEB, PAY));
            write("matrix.yaml", matrix("m", "include: [0.yaml]", ""));

            assertThat(said(folder.resolve("matrix.yaml"))).containsExactly(
                    "19.yaml:5:13: includes are nested deeper than 20 files. Include the last of them from here.");
        }

        @Test
        void knowsASlipInTheKind() throws IOException {
            write("peers.yaml", peers("", WEB).replace("kind: Peers", "kind: Peer"));

            assertThat(said(folder)).containsExactly(
                    "peers.yaml:2:7: kind Peer is not one this version reads. Write Peers.");
        }
    }

    private static String peers(String include, String... peers) {
        return document("Peers", "peers", include, peers);
    }

    private static String matrix(String name, String include, String... peers) {
        return document("ConnectivityMatrix", name, include, peers)
                + "  edges:\n    - {id: a, from: web, to: pay, port: 80, expect: allow}\n";
    }

    private static String document(String kind, String name, String include, String... peers) {
        var written = String.join("\n    ", peers);
        return "apiVersion: netproof.dev/v1beta1\nkind: " + kind + "\nmetadata: {name: " + name + "}\nspec:\n  "
                + (include.isEmpty() ? "# on its own" : include) + "\n"
                + (written.isEmpty() ? "" : "  peers:\n    " + written + "\n");
    }

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<ConnectivityMatrix> sound(Path... paths) {
        return switch (new MatrixReader().read(List.of(paths))) {
            case Reading.Valid sound -> sound.matrices();
            case Reading.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    }

    private List<String> said(Path... paths) {
        var reading = new MatrixReader().read(List.of(paths));
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return reading.problems().stream().map(Problem::toString)
                .map(problem -> problem.replace(folder + "/", "").replace(folder.toString(), "")).toList();
    }
}
