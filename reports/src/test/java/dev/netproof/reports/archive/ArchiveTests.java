package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TimeZone;

import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.GeneratedEvidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ArchiveTests {
    @TempDir
    private Path temporary;

    @Test
    void the_same_evidence_is_the_same_bytes_in_every_time_zone() throws IOException {
        TimeZone here = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            Path one = Nights.sealed(temporary.resolve("one.zip"), 1);
            TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
            Path other = Nights.sealed(temporary.resolve("other.zip"), 1);

            assertThat(other).hasSameBinaryContentAs(one);
        } finally {
            TimeZone.setDefault(here);
        }
    }

    @Test
    void holds_evidence_matrices_their_hashes_and_a_statement_in_this_order() throws IOException {
        Path archive = Nights.sealed(temporary.resolve("a.zip"), 1);

        assertThat(Rezip.entries(archive)).extracting(Rezip.Entry::name).containsExactly("evidence.json",
                "matrices/001-payments.yaml", "matrices/002-legacy.yaml", "MANIFEST.sha256", "statement.json");
        assertThat(Rezip.bytes(archive, "matrices/001-payments.yaml")).isEqualTo(Nights.MATRIX);
        assertThat(new String(Rezip.bytes(archive, "MANIFEST.sha256"), UTF_8)).isEqualTo(
                Sha256.of(Rezip.bytes(archive, "evidence.json")) + "  evidence.json\n"
                        + Sha256.of(Nights.MATRIX) + "  matrices/001-payments.yaml\n"
                        + Sha256.of(Nights.LEGACY) + "  matrices/002-legacy.yaml\n");
    }

    @Test
    void has_the_evidence_to_the_byte() throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (EvidenceSink sink = EvidenceJson.writer(json)) {
            Nights.into(sink, 1, 6);
        }

        Path archive = Nights.sealed(temporary.resolve("a.zip"), 1);

        assertThat(Rezip.bytes(archive, "evidence.json")).isEqualTo(json.toByteArray());
    }

    @Test
    void states_a_test_result_in_which_what_is_not_proven_has_failed() throws IOException {
        JsonNode statement = statement(Nights.sealed(temporary.resolve("a.zip"), 1));

        assertThat(statement.path("_type").asString()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.path("predicateType").asString())
                .isEqualTo("https://in-toto.io/attestation/test-result/v0.1");
        assertThat(statement.path("subject")).extracting(subject -> subject.path("name").asString())
                .containsExactly("evidence.json", "matrices/001-payments.yaml", "matrices/002-legacy.yaml");
        assertThat(statement.path("predicate").path("result").asString()).isEqualTo("FAILED");
        assertThat(statement.path("predicate").path("configuration"))
                .extracting(matrix -> matrix.path("digest").path("sha256").asString())
                .containsExactly(Sha256.of(Nights.MATRIX), Sha256.of(Nights.LEGACY));
    }

    @Test
    void of_a_run_that_broke_off_is_sealed_and_has_failed() throws IOException {
        Path file = temporary.resolve("a.zip");
        try (EvidenceSink sink = Archive.writer(file, new Seal(Nights.MATRICES, Optional.empty()))) {
            sink.begin(Nights.header(1));
        }

        assertThat(Verification.of(file, Optional.empty()).flaws()).isEmpty();
        assertThat(statement(file).path("predicate").path("result").asString()).isEqualTo("FAILED");
    }

    @Test
    void is_not_there_when_it_could_not_be_written() throws IOException {
        Path file = temporary.resolve("a.zip");
        EvidenceSink sink = Archive.writer(file, new Seal(matrix -> {
            throw new IOException("the disk is on fire");
        }, Optional.empty()));

        assertThatIOException().isThrownBy(() -> sink.begin(Nights.header(1)));
        sink.close();

        assertThat(file).doesNotExist();
    }

    @Test
    void leaves_out_a_matrix_that_has_changed_since_and_says_so() throws IOException {
        Path file = temporary.resolve("a.zip");
        MatrixSource changed = matrix -> Optional.of("changed".getBytes(UTF_8));
        try (EvidenceSink sink = Archive.writer(file, new Seal(changed, Optional.empty()))) {
            Nights.into(sink, 1, 3);
        }

        Verification verification = Verification.of(file, Optional.empty());

        assertThat(verification.flaws()).isEmpty();
        assertThat(verification.remarks()).anySatisfy(
                remark -> assertThat(remark).startsWith("The matrix matrices/payments.yaml is not in the archive"));
    }

    @Test
    void takes_names_that_nobody_would_give_a_file() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Path file = temporary.resolve(seed + ".zip");
            try (EvidenceSink sink = Archive.writer(file, Seal.byHashes())) {
                GeneratedEvidence.hostile(seed).into(sink, 3);
            }

            assertThat(Verification.of(file, Optional.empty()).flaws()).isEmpty();
        }
        assertThat(Layout.safe("../../etc/passwd")).isEqualTo("passwd");
        assertThat(Layout.safe("C:\\x\\..")).isEqualTo("_");
        assertThat(Layout.safe("")).isEqualTo("_");
        assertThat(Layout.safe("支払い.yaml")).isEqualTo("_.yaml");
    }

    @Test
    void gives_its_evidence_and_matrices_back() throws IOException {
        Path file = Nights.sealed(temporary.resolve("a.zip"), 1);
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (StoredEvidence stored = StoredEvidence.open(file); EvidenceSink sink = EvidenceJson.writer(again)) {
            stored.into(sink);

            assertThat(stored.sealed()).isTrue();
            assertThat(stored.matrices().bytes(Nights.header(1).matrices().getFirst())).hasValue(Nights.MATRIX);
        }

        assertThat(again.toByteArray()).isEqualTo(Rezip.bytes(file, "evidence.json"));
    }

    @Test
    void is_never_written_over_another_file() throws IOException {
        Path file = Files.writeString(temporary.resolve("a.zip"), "mine");

        assertThatThrownBy(() -> Archive.writer(file, Seal.byHashes())).isInstanceOf(IOException.class);
        assertThat(file).hasContent("mine");
    }

    private static JsonNode statement(Path archive) throws IOException {
        return Statement.JSON.readTree(Rezip.bytes(archive, "statement.json"));
    }
}
