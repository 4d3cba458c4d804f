package dev.netproof.matrix.grammar;

import java.util.regex.Pattern;

/** Path and query of an HTTP request, made of the characters RFC 3986 gives them. */
public record RequestPaths() implements Grammar<String> {

    private static final int LONGEST = 1024;
    private static final Pattern PATH = Pattern.compile("/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]++|%[0-9A-Fa-f]{2})*+");

    @Override
    public Parsed<String> parse(String text) {
        if (text.length() > LONGEST) {
            return Parsed.wrong("is " + text.length() + " characters long", "Use at most " + LONGEST + ".");
        }
        if (!text.startsWith("/")) {
            return Parsed.wrong("is not a path", "Begin it with a slash.");
        }
        return PATH.matcher(text).matches()
                ? Parsed.read(text)
                : Parsed.wrong("holds a character that a request line can't carry",
                        "Percent-encode it, like %20 for a space.");
    }
}
