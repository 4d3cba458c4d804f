package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of a PEM file.
 *
 * @param label {@code PRIVATE KEY}
 * @param base64 its DER
 */
record Pem(String label, String base64) {
    private static final int MOST = 1 << 16;
    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    /** All blocks of a file, in their order; blocks that are not Base64 are none. */
    static List<Pem> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(MOST), US_ASCII);
        }
        return BLOCK.matcher(text).results()
                .map(block -> new Pem(block.group(1), block.group(2)))
                .filter(Pem::holdsBytes)
                .toList();
    }

    byte[] bytes() {
        return Base64.getMimeDecoder().decode(base64);
    }

    private boolean holdsBytes() {
        try {
            return bytes().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
