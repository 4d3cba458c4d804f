package dev.netproof.matrix.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The text of a matrix file.
 *
 * @param text without a byte order mark
 * @param bytes of the file as it is
 */
public record SourceText(String text, ByteBuffer bytes) {

    /** Bytes. */
    static final int LARGEST = 4 * 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The file's text; empty, and a problem recorded, when it has none that a matrix could be. */
    public static Optional<SourceText> read(Path file, Problems problems) {
        byte[] bytes;
        try (var stream = Files.newInputStream(file)) {
            bytes = stream.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            problems.error(problems.atTop(), "the file can't be read. Check that you have the right to.");
            return Optional.empty();
        }
        if (bytes.length > LARGEST) {
            problems.error(problems.atTop(), "the file is larger than " + LARGEST / 1024 / 1024
                    + " MiB. Split the matrix, or let lists and otherwise write its edges out.");
            return Optional.empty();
        }
        return decode(bytes, problems).map(text -> new SourceText(text, ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
    }

    private static Optional<String> decode(byte[] bytes, Problems problems) {
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        var decoded = CharBuffer.allocate(bytes.length);
        boolean malformed = decoder.decode(ByteBuffer.wrap(bytes), decoded, true).isError();
        var all = decoded.flip().toString();
        var text = all.startsWith(BYTE_ORDER_MARK) ? all.substring(1) : all;
        int index = firstUnprintable(text);
        if (index < text.length()) {
            error(problems, text, index,
                    "the character U+%04X can't stand in YAML. Remove it, or save the file as text."
                            .formatted(text.codePointAt(index)));
            return Optional.empty();
        }
        if (malformed) {
            error(problems, text, text.length(), "the file is not UTF-8 from here on. Save it as UTF-8.");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private static int firstUnprintable(String text) {
        int index = 0;
        while (index < text.length() && StreamReader.isPrintable(text.codePointAt(index))) {
            index += Character.charCount(text.codePointAt(index));
        }
        return index;
    }

    private static void error(Problems problems, String text, int index, String message) {
        var before = text.substring(0, index).replace("\r\n", "\n").replace('\r', '\n');
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        problems.error(problems.at(line, 1 + before.codePointCount(lineStart, before.length())), message);
    }

    /** Of the bytes of these files, one after the other, in lower-case hexadecimal. */
    public static String sha256(List<SourceText> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach(file -> digest.update(file.bytes().duplicate()));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
