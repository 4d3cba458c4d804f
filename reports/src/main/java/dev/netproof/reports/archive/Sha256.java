package dev.netproof.reports.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in 64 lower-case hexadecimal digits. */
final class Sha256 {
    static final int DIGITS = 64;
    static final String ZEROS = "0".repeat(DIGITS);
    private static final int CHUNK = 1 << 16;

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ofFirst(Long.MAX_VALUE, in);
        }
    }

    /** Of at most so many bytes from the start of {@code in}. */
    static String ofFirst(long count, InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] chunk = new byte[CHUNK];
        long left = count;
        while (left > 0) {
            int read = in.read(chunk, 0, (int) Math.min(left, CHUNK));
            if (read < 0) {
                break;
            }
            digest.update(chunk, 0, read);
            left -= read;
        }
        return hex(digest);
    }

    static boolean looksLikeOne(String text) {
        return text.matches("[0-9a-f]{" + DIGITS + "}");
    }
}
