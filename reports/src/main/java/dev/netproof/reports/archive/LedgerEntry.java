package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One line of a ledger. Its last field, {@code link}, is the SHA-256 of the line up to there, closed by a brace; the next
 * line repeats it as {@code previous}.
 */
sealed interface LedgerEntry {

    /** Counts from 1. */
    int number();

    /** The link of the entry before this one; zeros in the first. */
    String previous();

    /** When it was made; of an archive, when its run ended. */
    Instant at();

    /**
     * An archive that was sealed.
     *
     * @param file its name in the ledger's folder
     */
    record Sealed(int number, String previous, Instant at, String file, String sha256,
            String run) implements LedgerEntry {}

    /**
     * Archives that were let go; their entries stay.
     *
     * @param signature over this entry without it, and so over all entries before it; null if there was no key, and then
     *        anybody who can write to the ledger could have written it
     */
    record Retired(int number, String previous, Instant at, List<String> files,
            Envelope.@Nullable Signature signature) implements LedgerEntry {
        private static final String TYPE = "application/vnd.netproof.ledger-entry+json";

        public Retired {
            files = List.copyOf(files);
        }

        /** Without a key. */
        static Retired unsigned(int number, String previous, Instant at, List<String> files) {
            return new Retired(number, previous, at, files, null);
        }

        Retired signedBy(SigningKey key) {
            return new Retired(number, previous, at, files, Envelope.Signature.of(key, message()));
        }

        boolean isSignedBy(VerificationKey key) {
            Envelope.Signature given = signature;
            return given != null && given.isOf(key, message());
        }

        private byte[] message() {
            return Envelope.preAuthentication(TYPE,
                    unsigned(number, previous, at, files).body().getBytes(UTF_8));
        }
    }

    /** The hash that stands for this entry and all before it. */
    default String link() {
        return Sha256.of(body().getBytes(UTF_8));
    }

    /** The line, without its break. */
    default String line() {
        String body = body();
        return body.substring(0, body.length() - 1) + ",\"link\":\"" + link() + "\"}";
    }

    /** Empty if the line is not, byte for byte, one that netproof wrote. */
    static Optional<LedgerEntry> read(String line) {
        try {
            JsonNode json = Statement.JSON.readTree(line);
            int number = json.path("entry").asInt(0);
            String previous = json.path("previous").asString("");
            Instant at = Instant.parse(json.path("at").asString(""));
            LedgerEntry entry;
            if (json.has("retired")) {
                List<String> files = new ArrayList<>();
                json.path("retired").forEach(file -> files.add(file.asString("")));
                entry = new Retired(number, previous, at, files, json.has("signature")
                        ? new Envelope.Signature(json.path("keyid").asString(""),
                                Envelope.base64(json.path("signature")))
                        : null);
            } else {
                entry = new Sealed(number, previous, at, json.path("archive").asString(""),
                        json.path("sha256").asString(""), json.path("run").asString(""));
            }
            return Optional.of(entry).filter(read -> read.line().equals(line));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What the link is the hash of. */
    default String body() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("entry", number());
        fields.put("previous", previous());
        fields.put("at", at().toString());
        switch (this) {
            case Sealed archive -> {
                fields.put("archive", archive.file());
                fields.put("sha256", archive.sha256());
                fields.put("run", archive.run());
            }
            case Retired retired -> {
                fields.put("retired", retired.files());
                Envelope.Signature signature = retired.signature();
                if (signature != null) {
                    fields.put("keyid", signature.keyId());
                    fields.put("signature", signature.base64());
                }
            }
        }
        return Statement.JSON.writeValueAsString(fields);
    }
}
