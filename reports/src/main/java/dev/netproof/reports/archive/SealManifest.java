package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code MANIFEST.sha256}: a line per sealed file, as {@code sha256sum --check} reads them. */
final class SealManifest {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9._/-]+)");

    private SealManifest() {}

    static byte[] of(Map<String, String> hashes) {
        StringBuilder lines = new StringBuilder();
        hashes.forEach((file, hash) -> lines.append(hash).append("  ").append(file).append('\n'));
        return lines.toString().getBytes(UTF_8);
    }

    /** Hashes by file; empty if it is not one that netproof wrote. */
    static Optional<Map<String, String>> read(byte[] bytes) {
        Map<String, String> hashes = new LinkedHashMap<>();
        String text = new String(bytes, UTF_8);
        if (!text.endsWith("\n")) {
            return Optional.empty();
        }
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || hashes.put(matcher.group(2), matcher.group(1)) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(hashes);
    }
}
