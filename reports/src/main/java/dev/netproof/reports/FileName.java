package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of files and keys that are made from names people chose. */
final class FileName {
    private static final int MOST = 100;

    private FileName() {}

    /** The name itself where it is one on every file system; else what is left of it, told apart by a hash. */
    static String of(String name) {
        if (name.length() <= MOST && name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") && !name.contains("..")) {
            return name;
        }
        String safe = name.replaceAll("[^A-Za-z0-9-]+", "_");
        return safe.substring(0, Math.min(safe.length(), MOST)) + "-" + hash(name).substring(0, 8);
    }

    /** 64 hexadecimal digits; names are kept apart, whatever they contain. */
    static String hash(String... names) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : names) {
                byte[] bytes = name.getBytes(UTF_8);
                digest.update((bytes.length + ":").getBytes(UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
