package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A DSSE v1 envelope: a payload, its type, and signatures over both.
 *
 * @param base64 the payload
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md">the DSSE protocol</a>
 */
record Envelope(String payloadType, String base64, List<Signature> signatures) {

    /**
     * One of several that there may be.
     *
     * @param keyId a hint which key it is, not covered by the signature
     */
    record Signature(String keyId, String base64) {

        static Signature of(SigningKey key, byte[] message) {
            return new Signature(key.id(), encoded(key.sign(message)));
        }

        boolean isOf(VerificationKey key, byte[] message) {
            return key.verifies(message, decoded(base64));
        }
    }

    Envelope {
        signatures = List.copyOf(signatures);
    }

    static Envelope signed(String payloadType, byte[] payload, SigningKey key) {
        return new Envelope(payloadType, encoded(payload),
                List.of(Signature.of(key, preAuthentication(payloadType, payload))));
    }

    byte[] json() {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("payload", base64);
        envelope.put("payloadType", payloadType);
        envelope.put("signatures", signatures.stream().map(signature -> {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("keyid", signature.keyId());
            fields.put("sig", signature.base64());
            return fields;
        }).toList());
        return Statement.JSON.writeValueAsBytes(envelope);
    }

    /** Empty if it is not, byte for byte, an envelope that netproof wrote: no signature covers what is beside the payload. */
    static Optional<Envelope> read(byte[] bytes) {
        try {
            JsonNode envelope = Statement.JSON.readTree(bytes);
            List<Signature> signatures = new ArrayList<>();
            for (JsonNode signature : envelope.path("signatures")) {
                signatures.add(new Signature(signature.path("keyid").asString(""), base64(signature.path("sig"))));
            }
            return Optional.of(
                    new Envelope(envelope.path("payloadType").asString(""), base64(envelope.path("payload")),
                            signatures))
                    .filter(read -> Arrays.equals(read.json(), bytes));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Those that there are: what is empty signs nothing. */
    List<Signature> made() {
        return signatures.stream().filter(signature -> !signature.base64().isEmpty()).toList();
    }

    boolean signedBy(VerificationKey key) {
        byte[] message = preAuthentication(payloadType, payload());
        return signatures.stream().anyMatch(signature -> signature.isOf(key, message));
    }

    byte[] payload() {
        return decoded(base64);
    }

    /** The text of a field, if it is Base64. */
    static String base64(JsonNode field) {
        return encoded(decoded(field.asString("")));
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What is signed: the bytes and what they are, so that nothing signed as one thing passes for another. */
    static byte[] preAuthentication(String type, byte[] body) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(
                ("DSSEv1 " + type.getBytes(UTF_8).length + " " + type + " " + body.length + " ").getBytes(UTF_8));
        message.writeBytes(body);
        return message.toByteArray();
    }
}
