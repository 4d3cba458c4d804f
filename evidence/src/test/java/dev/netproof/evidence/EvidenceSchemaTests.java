package dev.netproof.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what the schema says, and the schema says all that is written. */
class EvidenceSchemaTests {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void describes_every_field_of_evidence_of_every_shape(long seed) throws IOException {
        EvidenceSchema schema = EvidenceSchema.load();

        assertThat(schema.problems(written(GeneratedEvidence.plain(seed)))).isEmpty();
        assertThat(schema.problems(written(GeneratedEvidence.hostile(seed)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void describes_every_ending(RunFooter.Ending ending) throws IOException {
        GeneratedEvidence generated = GeneratedEvidence.plain(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EvidenceSink sink = EvidenceJson.writer(out)) {
            sink.begin(generated.header());
            RunFooter whole = new RunFooter(Instant.EPOCH, Totals.NONE);
            sink.end(switch (ending) {
                case WHOLE -> whole;
                case UNENFORCED -> whole.unenforced("no engine");
                case BROKEN_OFF -> whole.brokenOff("interrupted");
            });
        }

        assertThat(EvidenceSchema.load().problems(out.toString(UTF_8))).isEmpty();
    }

    @Test
    void describes_a_run_that_broke_off() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EvidenceSink sink = EvidenceJson.writer(out)) {
            sink.begin(GeneratedEvidence.plain(1).header());
        }

        assertThat(EvidenceSchema.load().problems(out.toString(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            "result":"violated" | "result":"fine"
                                            "expected":"allow"  | "expected":null
                                            "type":"connected"  | "type":"open"
                                            "rounds":           | "round":
                                            "declaredAs":       | "surprise":1,"declaredAs":
                                            """)
    void refuses_what_is_not_evidence(String is, String becomes) throws IOException {
        String evidence = written(GeneratedEvidence.plain(3));

        assertThat(evidence).contains(is);
        assertThat(EvidenceSchema.load().problems(evidence.replace(is, becomes))).isNotEmpty();
    }

    private static String written(GeneratedEvidence generated) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EvidenceSink sink = EvidenceJson.writer(out)) {
            generated.into(sink, 60);
        }
        return out.toString(UTF_8);
    }
}
