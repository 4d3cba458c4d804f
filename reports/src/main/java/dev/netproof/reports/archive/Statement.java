package dev.netproof.reports.archive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An in-toto Statement v1 with a test-result predicate v0.1: these files are the record of a test with this result.
 *
 * @param subjects hashes by file name
 */
record Statement(Map<String, String> subjects, Tally.Result result) {
    static final String MEDIA_TYPE = "application/vnd.in-toto+json";
    static final String TYPE = "https://in-toto.io/Statement/v1";
    static final String PREDICATE = "https://in-toto.io/attestation/test-result/v0.1";

    /** Refuses what two readers could understand in two ways. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    Statement {
        subjects = new LinkedHashMap<>(subjects);
    }

    /** Always the same bytes for the same files and evidence. */
    static byte[] of(Map<String, String> hashes, Tally tally) {
        Map<String, Object> predicate = new LinkedHashMap<>();
        predicate.put("result", tally.result().name());
        predicate.put("configuration", configuration(tally.header()));
        if (!tally.warned().isEmpty()) {
            predicate.put("warnedTests", wellFormed(tally.warned()));
        }
        if (!tally.failed().isEmpty()) {
            predicate.put("failedTests", wellFormed(tally.failed()));
        }
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("_type", TYPE);
        statement.put("subject",
                hashes.entrySet().stream().map(file -> resource(file.getKey(), file.getValue())).toList());
        statement.put("predicateType", PREDICATE);
        statement.put("predicate", predicate);
        return JSON.writeValueAsBytes(statement);
    }

    /** Empty if it is not a statement of this kind. */
    static Optional<Statement> read(byte[] bytes) {
        try {
            JsonNode statement = JSON.readTree(bytes);
            if (!statement.path("_type").asString("").equals(TYPE)
                    || !statement.path("predicateType").asString("").equals(PREDICATE)) {
                return Optional.empty();
            }
            Map<String, String> subjects = new LinkedHashMap<>();
            for (JsonNode subject : statement.path("subject")) {
                String name = subject.path("name").asString("");
                if (subjects.put(name, subject.path("digest").path("sha256").asString("")) != null) {
                    return Optional.empty();
                }
            }
            String result = statement.path("predicate").path("result").asString("");
            return Optional.of(new Statement(subjects, Tally.Result.valueOf(result)));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Map<String, Object>> configuration(@Nullable RunHeader header) {
        return header == null
                ? List.of()
                : header.matrices().stream().map(Statement::resource).distinct().toList();
    }

    private static Map<String, Object> resource(MatrixFile matrix) {
        return resource(Text.wellFormed(matrix.file()), matrix.sha256());
    }

    private static Map<String, Object> resource(String name, String sha256) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("name", name);
        resource.put("digest", Map.of("sha256", sha256));
        return resource;
    }

    private static List<String> wellFormed(List<String> names) {
        return names.stream().map(Text::wellFormed).toList();
    }
}
