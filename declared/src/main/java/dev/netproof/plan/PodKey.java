package dev.netproof.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Keys of planned pods: readable by the name of whom they are for, distinct by a hash of what makes the pod. */
final class PodKey {

    private static final int LONGEST_WORD = 24;

    private PodKey() {}

    static String of(String name, String identity) {
        String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String shortened = word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) : word;
        return (shortened.isEmpty() ? "peer" : shortened) + "-" + digest(identity);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
