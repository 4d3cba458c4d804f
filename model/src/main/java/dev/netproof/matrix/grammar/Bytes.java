package dev.netproof.matrix.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes written as text: what stands there in UTF-8, with {@code \n}, {@code \r}, {@code \t}, {@code \\} and
 * {@code \xHH} for any byte. Read as a character up to U+00FF for each byte.
 */
public record Bytes() implements Grammar<String> {

    /** Fits into one packet on every network, with room for what tunnels add. */
    private static final int MOST = 1200;
    private static final Pattern PART = Pattern.compile("\\\\(?:x([0-9A-Fa-f]{2})|([nrt\\\\]))|[^\\\\]");

    @Override
    public Parsed<String> parse(String text) {
        StringBuilder bytes = new StringBuilder();
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
            bytes.append(read(part));
            at = part.end();
        }
        if (at < text.length()) {
            return Parsed.wrong("holds a backslash that begins no escape",
                    "Write \\n, \\r, \\t, \\xHH for any byte, or \\\\ for the backslash itself.");
        }
        if (bytes.isEmpty()) {
            return Parsed.wrong("holds no byte", "Write some, or drop the key.");
        }
        return bytes.length() <= MOST
                ? Parsed.read(bytes.toString())
                : Parsed.wrong("is " + bytes.length() + " bytes long", "Use at most " + MOST + ".");
    }

    private static String read(Matcher part) {
        if (part.group(1) != null) {
            return String.valueOf((char) Integer.parseInt(part.group(1), 16));
        }
        if (part.group(2) == null) {
            return new String(part.group().getBytes(UTF_8), ISO_8859_1);
        }
        return switch (part.group(2)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> "\\";
        };
    }
}
