package dev.netproof.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
import dev.netproof.reports.Format;
import dev.netproof.reports.Reports;
import dev.netproof.reports.archive.Archive;
import dev.netproof.reports.archive.Ledger;
import dev.netproof.reports.archive.MatrixSource;
import dev.netproof.reports.archive.Retention;
import dev.netproof.reports.archive.Seal;
import dev.netproof.reports.archive.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvidenceCommandsTests {
    @TempDir
    private Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path first = Path.of("");

    @BeforeEach
    void run() throws IOException {
        first = night(1, 10);
    }

    @Nested
    class Report {

        @Test
        void writes_every_file_of_a_run_again_from_its_evidence() throws IOException {
            assertThat(netproof("report", first.resolve("evidence.json"), "--out", temporary.resolve("again")))
                    .isZero();

            assertThat(contents(temporary.resolve("again"))).isEqualTo(contents(first)).hasSizeGreaterThan(20);
        }

        @Test
        void writes_every_file_again_from_an_archive_without_the_matrices() throws IOException {
            Files.delete(temporary.resolve("payments.yaml"));

            assertThat(netproof("report", first.resolve("evidence.zip"), "--out", temporary.resolve("again"))).isZero();

            assertThat(contents(temporary.resolve("again"))).isEqualTo(contents(first));
        }

        @Test
        void leaves_what_it_reads_and_what_was_sealed() throws IOException {
            Map<String, String> before = contents(first);

            assertThat(netproof("report", first.resolve("evidence.json"), "--out", first)).isZero();
            assertThat(netproof("report", first.resolve("evidence.zip"), "--out", first, "--format",
                    "junit_xml,metrics")).isZero();

            assertThat(contents(first)).isEqualTo(before);
        }

        @Test
        void of_what_is_no_evidence_is_told_without_a_trace() throws IOException {
            Path file = Files.writeString(temporary.resolve("x.json"), "{\"kind\":\"Pod\"}");

            assertThat(netproof("report", file, "--out", temporary.resolve("again"))).isEqualTo(3);
            assertThat(err.toString()).startsWith("netproof: " + file + ": byte ").doesNotContain("\tat ");
        }
    }

    @Test
    void a_matrix_is_sealed_with_the_files_it_includes() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("shop"));
        Files.writeString(temporary.resolve("peers.yaml"),
                """
                apiVersion: netproof.dev/v1beta1
                kind: Peers
                metadata: {name: shared}
                spec: {peers: {web: {namespace: shop, labels: {app: web}}, pay: {namespace: pay, service: pay}}}
                """);
        Files.writeString(folder.resolve("matrix.yaml"),
                """
                apiVersion: netproof.dev/v1beta1
                kind: ConnectivityMatrix
                metadata: {name: shop}
                spec: {include: [../peers.yaml], edges: [{id: a, from: web, to: pay, port: 80, expect: allow}]}
                """);
        Reading reading = new MatrixReader().read(List.of(folder));
        assertThat(reading.problems()).isEmpty();
        ConnectivityMatrix matrix = ((Reading.Valid) reading).matrices().getFirst();

        byte[] sealed = MatrixSource.files()
                .bytes(new MatrixFile(matrix.name(), matrix.file(), matrix.includes(), matrix.sha256(), 1, null))
                .orElseThrow();

        assertThat(new String(sealed, ISO_8859_1)).isEqualTo(Files.readString(folder.resolve("matrix.yaml"))
                + Files.readString(temporary.resolve("peers.yaml")));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sealed)))
                .isEqualTo(matrix.sha256());
    }

    @Nested
    class Difference {

        @Test
        void is_silent_and_zero_when_nothing_changed() throws IOException {
            Path second = night(2, 10);

            assertThat(netproof("diff", first.resolve("evidence.zip"), second.resolve("evidence.json"), "--format",
                    "json")).isZero();
            assertThat(out.toString()).contains("\"changed\":false");
        }

        @Test
        void is_told_and_one() throws IOException {
            Path second = night(2, 9);

            assertThat(netproof("diff", first.resolve("evidence.json"), second.resolve("evidence.json"))).isEqualTo(1);
            assertThat(out.toString()).startsWith("r-1 → r-2: 1 gone").contains("\ngone\n");
        }

        @Test
        void with_what_is_not_there_is_told() {
            assertThat(netproof("diff", temporary.resolve("no"), first.resolve("evidence.json"))).isEqualTo(3);
            assertThat(err.toString()).isEqualTo("netproof: " + temporary.resolve("no") + ": there is no such file\n");
        }
    }

    @Nested
    class Verify {

        @Test
        void of_what_nobody_touched_is_zero_and_says_what_hashes_are_worth() {
            assertThat(netproof("verify", first.resolve("evidence.zip"))).isZero();
            assertThat(out.toString()).contains("Sealed by hashes only.").endsWith("As it was sealed.\n");
        }

        @Test
        void names_what_is_wrong() throws IOException {
            Path archive = first.resolve("evidence.zip");
            byte[] bytes = Files.readAllBytes(archive);
            bytes[200] ^= 1;
            Files.write(archive, bytes);

            assertThat(netproof("verify", archive)).isEqualTo(1);
            assertThat(out.toString()).contains("altered  evidence.zip: its bytes are not those that were sealed")
                    .contains("altered  evidence.json: ").contains("NOT as it was sealed");
        }

        @Test
        void shows_a_missing_night_and_the_newest_link() throws IOException {
            Path ledger = temporary.resolve("ledger");
            Ledger.in(ledger).append(first.resolve("evidence.zip"));
            Ledger.in(ledger).append(night(3, 10).resolve("evidence.zip"));

            assertThat(netproof("verify", "--ledger", ledger, "--every", "24h", "--until", "2026-11-04T02:00:10Z"))
                    .isEqualTo(1);
            assertThat(out.toString()).contains("gap  ledger.jsonl: no archive between")
                    .contains("The newest link is " + Ledger.in(ledger).head() + ".");
        }

        /** With a key, because without one verify takes the word of the line. */
        @Test
        void of_a_ledger_that_lets_go_of_a_night_by_an_unsigned_line_is_one() throws Exception {
            Path ledger = temporary.resolve("ledger");
            SigningKey key = key();
            for (int night = 5; night <= 7; night++) {
                Path archive = temporary.resolve("signed-" + night + ".zip");
                try (EvidenceSink sink = Archive.writer(archive, new Seal(MatrixSource.files(), Optional.of(key)))) {
                    StagedRun.into(sink, StagedRun.matrix(temporary), night, 3);
                }
                Ledger.in(ledger).append(archive);
            }
            Ledger.in(ledger).retire(new Retention(Optional.empty(), Optional.of(2)),
                    Instant.parse("2026-11-20T00:00:00Z"),
                    Optional.empty());
            String anchored = Ledger.in(ledger).head().hash();

            assertThat(netproof("verify", "--ledger", ledger)).isZero();
            assertThat(netproof("verify", "--ledger", ledger, "--key", temporary.resolve("key.pem"), "--expect-head",
                    anchored)).isEqualTo(1);
            assertThat(out.toString()).contains("unsigned  entry 4: it lets go of 000001-r-5.zip and is not signed");
        }

        @Test
        void of_evidence_that_goes_on_after_its_end_is_told() throws IOException {
            Path json = first.resolve("evidence.json");
            Files.writeString(json, Files.readString(json), StandardOpenOption.APPEND);

            assertThat(netproof("report", json, "--out", temporary.resolve("again"))).isEqualTo(3);
            assertThat(err.toString()).startsWith("netproof: " + json + ": byte ")
                    .contains("there is more after the end of the evidence");
        }

        @Test
        void of_an_archive_that_is_not_in_the_ledger_is_one() throws IOException {
            Path ledger = temporary.resolve("ledger");
            Ledger.in(ledger).append(first.resolve("evidence.zip"));
            Path other = night(2, 3).resolve("evidence.zip");

            assertThat(netproof("verify", other, "--ledger", ledger)).isEqualTo(1);
        }

        @Test
        void needs_to_know_what_and_by_which_key() {
            assertThat(netproof("verify")).isEqualTo(2);
            assertThat(netproof("verify", first.resolve("evidence.zip"), "--require-signature")).isEqualTo(2);
            assertThat(netproof("verify", first.resolve("evidence.zip"), "--every", "24h")).isEqualTo(2);
            assertThat(netproof("verify", temporary.resolve("no"))).isEqualTo(3);
        }

        @Test
        void of_a_cut_archive_is_one() throws IOException {
            Path archive = first.resolve("evidence.zip");
            Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), 700), StandardOpenOption.TRUNCATE_EXISTING);

            assertThat(netproof("verify", archive)).isEqualTo(1);
            assertThat(out.toString()).contains("unreadable  evidence.zip: ");
        }
    }

    /** Of a run that was killed after its seventh edge. */
    @Nested
    class CutEvidence {

        private static final String CUT = "the evidence is cut off: 7 edges are whole, of 10 in the matrices of the run. "
                + "The run was ended while it wrote, by kill -9 or a full disk for instance, or it is still under way. "
                + "Run it again.";

        private Path killed() throws IOException {
            List<String> lines = Files.readAllLines(first.resolve("evidence.json"));
            int seventh = lines.indexOf("\"edges\": [") + 7;
            Path folder = Files.createDirectory(temporary.resolve("killed"));
            Files.writeString(folder.resolve("evidence.json.part"),
                    String.join("\n", lines.subList(0, seventh + 1)) + "\n" + lines.get(seventh + 1).substring(0, 99));
            return folder;
        }

        @Test
        void is_reported_as_far_as_it_goes_and_never_green() throws IOException {
            Path folder = killed();

            assertThat(netproof("report", folder, "--out", temporary.resolve("again"))).isEqualTo(3);

            assertThat(err.toString()).startsWith("netproof: " + folder.resolve("evidence.json.part") + ": byte ")
                    .contains("after 7 edges: " + CUT).doesNotContain("\tat ");
            assertThat(out.toString()).contains("Reports: ").contains("they say that the run broke off");
            assertThat(Files.readString(temporary.resolve("again/report.html"))).contains("Not complete.");
            assertThat(Files.readString(temporary.resolve("again/metrics.prom"))).contains("netproof_run_complete 0")
                    .contains("netproof_run_success 0");
            assertThat(Files.readString(temporary.resolve("again/evidence.json"))).endsWith("\"end\": null}\n");
        }

        @Test
        void under_its_final_name_is_told_as_well() throws IOException {
            Path file = temporary.resolve("evidence.json");
            Files.move(killed().resolve("evidence.json.part"), file);

            assertThat(netproof("report", file, "--out", temporary.resolve("again"))).isEqualTo(3);
            assertThat(netproof("verify", file)).isEqualTo(1);

            assertThat(err.toString()).contains(CUT);
            assertThat(out.toString()).contains(CUT);
        }

        @Test
        void stays_as_it_is_when_its_reports_go_into_its_own_folder() throws IOException {
            Path folder = killed();
            String before = Files.readString(folder.resolve("evidence.json.part"));

            assertThat(netproof("report", folder, "--out", folder)).isEqualTo(3);

            assertThat(folder.resolve("summary.md")).exists();
            assertThat(folder.resolve("evidence.json")).doesNotExist();
            assertThat(folder.resolve("evidence.json.part")).content().isEqualTo(before);
        }

        @Test
        void is_not_as_it_was_sealed() throws IOException {
            assertThat(netproof("verify", killed())).isEqualTo(1);

            assertThat(out.toString()).contains("unreadable  evidence.json.part: it is not sealed, and not whole. ")
                    .contains(CUT).contains("NOT as it was sealed: 1 flaw.");
        }

        @Test
        void is_compared_as_far_as_it_goes_and_never_zero() throws IOException {
            Path folder = killed();
            Path second = night(2, 7);

            assertThat(netproof("diff", first.resolve("evidence.json"), folder)).as("the newer").isEqualTo(1);
            assertThat(netproof("diff", folder, second)).as("the earlier").isEqualTo(3);

            assertThat(out.toString()).contains(CUT).doesNotContain("\ngone\n");
        }
    }

    @Test
    void evidence_that_is_not_sealed_is_not_verified() {
        assertThat(netproof("verify", first.resolve("evidence.json"))).isEqualTo(1);
        assertThat(out.toString()).contains("evidence.json: it is the evidence of 10 edges, and it is not sealed");
    }

    @Test
    void a_folder_stands_for_what_a_run_wrote_there() throws IOException {
        assertThat(netproof("verify", first)).isZero();
        assertThat(netproof("diff", first, first)).isZero();
        assertThat(netproof("report", first, "--out", temporary.resolve("again"))).isZero();
    }

    private SigningKey key() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Base64.Encoder encoder = Base64.getMimeEncoder();
        return SigningKey.read(Files.writeString(temporary.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + encoder.encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n-----BEGIN PUBLIC KEY-----\n"
                        + encoder.encodeToString(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n"));
    }

    private int netproof(Object... arguments) {
        CommandLine commandLine = Netproof.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }

    private Path night(int night, int edges) throws IOException {
        Path folder = temporary.resolve("night-" + night);
        try (EvidenceSink sink = Reports.into(folder, EnumSet.allOf(Format.class))) {
            StagedRun.into(sink, StagedRun.matrix(temporary), night, edges);
        }
        return folder;
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file, ISO_8859_1));
            }
        }
        contents.remove(".netproof");
        return contents;
    }
}
