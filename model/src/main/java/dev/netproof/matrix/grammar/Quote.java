package dev.netproof.matrix.grammar;

import java.util.regex.Pattern;

/** Shows a user's text within a message: short, on one line, and harmless to a terminal. */
public final class Quote {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/:*@+%-]{1,80}");
    private static final int LONGEST = 60;

    private Quote() {}

    public static String of(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        var shown = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Texts.isInvisible(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append(text.codePointCount(0, text.length()) > LONGEST ? "…\"" : "\"").toString();
    }
}
