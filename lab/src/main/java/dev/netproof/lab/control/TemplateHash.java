package dev.netproof.lab.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import dev.netproof.lab.api.Json;
import tools.jackson.databind.JsonNode;

/** Tells versions of a pod template apart, in the letters Kubernetes uses for it. */
final class TemplateHash {
    private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";

    private TemplateHash() {}

    /** Ten letters; equal for equal trees. */
    static String of(JsonNode template) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Json.write(template).getBytes(StandardCharsets.UTF_8));
            StringBuilder letters = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                letters.append(SAFE.charAt(Byte.toUnsignedInt(digest[i]) % SAFE.length()));
            }
            return letters.toString();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
